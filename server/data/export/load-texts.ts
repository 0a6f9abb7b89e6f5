import type pg from "pg"
import { canonicalJson } from "@/core/canonical-json"
import { carrySpan } from "@/core/same-text"
import type { Span } from "@/core/text-mask"
import { applyMask, toMaskedSpan } from "@/core/text-mask"
import type { SourceUnit, TextUnit } from "@/formats/export/units"
import { toUuid } from "@/server/data/export/copy-rows"
import { CopyStream } from "@/server/data/export/copy-stream"
import type { Mask } from "@/server/data/export/load-lookups"
import type { ProjectFacts } from "@/server/data/export/load-project-facts"
import { parseMessages } from "@/server/data/export/parse-messages"
import type { TaskRow } from "@/server/data/export/rows"
import { textSelect } from "@/server/data/export/select-prompts"

/** A completion as it is stored. */
export type StoredText = {
  /** Place of its prompt in the group. */
  readonly at: number
  readonly id: string
  /** Committed at the snapshot. */
  readonly known: boolean
  readonly hash: string
  readonly json: string
  readonly isEmpty: boolean
  readonly source: SourceUnit
}

export type Texts = {
  /** Every text of the prompt, credited to each model that had given it. */
  readonly byHash: ReadonlyMap<string, TextUnit>
  readonly hashOf: (completionId: string) => string
  /** A part of the last message of a completion as it is stored, in terms of the text that stands for it here. */
  readonly toShownSpan: (completionId: string, span: Span) => Span
}

/** The completions of the prompts that were asked for, prompt by prompt in their order. */
export function openTexts(client: pg.Client, facts: ProjectFacts): CopyStream<StoredText> {
  return client.query(
    new CopyStream(textSelect, (row) => {
      const at = row.int()
      const id = row.id()
      return {
        at,
        id,
        known: row.bool(),
        hash: row.text(),
        json: row.text(),
        isEmpty: row.bool(),
        source: {
          model: facts.models.get(row.id()) ?? fail(`The model of completion ${toUuid(id)} is gone.`),
          externalId: row.maybeText(),
          params: toParams(row.maybeText()),
          logProbSum: row.maybeFloat(),
          tokenCount: row.maybeInt(),
        },
      }
    }),
  )
}

/**
 * The texts of a prompt as the annotators saw them, at the snapshot. A completion that came later is not
 * there, unless one of the tasks shows it.
 */
export function toTexts(
  rows: readonly StoredText[],
  tasks: readonly TaskRow[],
  masks: ReadonlyMap<string, Mask>,
): Texts {
  const shown = new Set<string>()
  for (const task of tasks) for (const id of task.completionIds) shown.add(id)
  const same = new Map<string, StoredText[]>()
  const hashes = new Map<string, string>()
  for (const row of rows) {
    if (!row.known && !shown.has(row.id)) continue
    hashes.set(row.id, row.hash)
    const others = same.get(row.hash)
    if (others) others.push(row)
    else same.set(row.hash, [row])
  }
  const byHash = new Map<string, TextUnit>()
  for (const [hash, own] of same) byHash.set(hash, toText(hash, own, shown, masks))
  return {
    byHash,
    hashOf: (id) => hashes.get(id) ?? fail(`Completion ${toUuid(id)} is gone.`),
    toShownSpan: (id, span) => {
      const twins = same.get(hashes.get(id) ?? "") ?? []
      const own = twins.find((row) => row.id === id)
      return own ? toShownSpan(span, own, choose(twins, shown), masks) : span
    },
  }
}

function toShownSpan(
  span: Span,
  own: StoredText,
  chosen: StoredText,
  masks: ReadonlyMap<string, Mask>,
): Span {
  const mask = masks.get(chosen.id)
  if (own === chosen && !mask) return span
  const to = parseMessages(chosen.json)
  const carried =
    own === chosen
      ? span
      : carrySpan(span, parseMessages(own.json).at(-1)?.content ?? "", to.at(-1)?.content ?? "")
  return mask ? toMaskedSpan(carried, mask.spans, to.length - 1) : carried
}

function toText(
  hash: string,
  same: readonly StoredText[],
  shown: ReadonlySet<string>,
  masks: ReadonlyMap<string, Mask>,
): TextUnit {
  const row = choose(same, shown)
  const mask = masks.get(row.id)
  const messages = parseMessages(row.json)
  return {
    hash,
    messages: mask ? applyMask(messages, mask.spans) : messages,
    isEmpty: row.isEmpty,
    heldBack: masks.size > 0 && same.some(({ id }) => masks.get(id)?.heldBack === true),
    sources: same.length === 1 ? [row.source] : same.map(({ source }) => source).sort(bySource),
  }
}

/**
 * Models may differ in white space at the ends. What was shown counts; among several, the choice hangs on
 * the text and not on when a row was made.
 */
function choose(same: readonly StoredText[], shown: ReadonlySet<string>): StoredText {
  const [only] = same
  if (!only) throw new RangeError("A text without a completion.")
  if (same.length === 1) return only
  const seen = same.filter((row) => shown.has(row.id))
  const keyed = (seen.length > 0 ? seen : same).map((row) => ({
    row,
    key: JSON.stringify(parseMessages(row.json)),
  }))
  return keyed.reduce((best, next) => (next.key < best.key ? next : best)).row
}

function toParams(json: string | null): string | null {
  return json === null ? null : canonicalJson(JSON.parse(json))
}

function bySource(a: SourceUnit, b: SourceUnit): number {
  const x = JSON.stringify([a.model, a.externalId, a.params])
  const y = JSON.stringify([b.model, b.externalId, b.params])
  return x < y ? -1 : x > y ? 1 : 0
}

function fail(message: string): never {
  throw new RangeError(message)
}
