import type pg from "pg"
import { canonicalJson } from "@/core/canonical-json"
import { groupBy } from "@/core/group-by"
import type { Message } from "@/core/messages"
import { applyMask, type MaskSpan } from "@/core/text-mask"
import type { SourceUnit, TextUnit } from "@/formats/export/units"
import { type TaskRow, toMessage } from "@/server/data/export/rows"
import { oldestRunning, visible } from "@/server/data/export/snapshot"

type CompletionRow = {
  id: string
  promptId: string
  hash: string
  messages: Message[]
  isEmpty: boolean
  externalId: string | null
  params: unknown
  logProbSum: number | null
  tokenCount: number | null
  model: string
  known: boolean
}
type MaskRow = { completionId: string; spans: MaskSpan[]; heldBack: boolean }

export type Texts = {
  /** By prompt id, then by text hash: every text of the prompt, credited to each model that had given it. */
  readonly byPrompt: ReadonlyMap<string, ReadonlyMap<string, TextUnit>>
  readonly hashOf: (completionId: string) => string
}

/**
 * The texts of some prompts as the annotators saw them, at the snapshot. A completion that came later is
 * not there, unless one of the tasks shows it.
 */
export async function loadTexts(
  client: pg.Client,
  snapshot: string,
  promptIds: readonly string[],
  tasks: readonly TaskRow[],
): Promise<Texts> {
  const shown = new Set(tasks.flatMap((task) => task.completionIds ?? []))
  const { rows } = await client.query<CompletionRow>(textSql, [snapshot, oldestRunning(snapshot), promptIds])
  const known = rows.filter((row) => row.known || shown.has(row.id))
  const masks = await loadMasks(client, snapshot, known)
  const byPrompt = new Map<string, Map<string, TextUnit>>()
  for (const [promptId, own] of groupBy(known, (row) => row.promptId)) {
    const byHash = groupBy(own, (row) => row.hash)
    byPrompt.set(
      promptId,
      new Map([...byHash].map(([hash, same]) => [hash, toText(hash, same, shown, masks)])),
    )
  }
  const hashes = new Map(known.map((row) => [row.id, row.hash]))
  return {
    byPrompt,
    hashOf: (completionId) => {
      const hash = hashes.get(completionId)
      if (hash === undefined) throw new RangeError(`Completion ${completionId} is gone.`)
      return hash
    },
  }
}

async function loadMasks(
  client: pg.Client,
  snapshot: string,
  rows: readonly CompletionRow[],
): Promise<Map<string, MaskRow>> {
  const { rows: masks } = await client.query<MaskRow>(maskSql, [
    snapshot,
    oldestRunning(snapshot),
    rows.map((row) => row.id),
  ])
  return new Map(masks.map((mask) => [mask.completionId, mask]))
}

function toText(
  hash: string,
  same: readonly CompletionRow[],
  shown: ReadonlySet<string>,
  masks: ReadonlyMap<string, MaskRow>,
): TextUnit {
  // Models may differ in white space at the ends. What was shown counts; among several, the choice
  // hangs on the text and not on when a row was made.
  const seen = same.filter((row) => shown.has(row.id))
  const candidates = (seen.length > 0 ? seen : same).map((row) => ({
    row,
    key: JSON.stringify(row.messages),
  }))
  const [first, ...rest] = candidates
  if (!first) throw new RangeError(`The text ${hash} has no completion.`)
  const { row } = rest.reduce((best, next) => (next.key < best.key ? next : best), first)
  return {
    hash,
    messages: applyMask(row.messages.map(toMessage), masks.get(row.id)?.spans ?? []),
    isEmpty: row.isEmpty,
    heldBack: same.some(({ id }) => masks.get(id)?.heldBack === true),
    sources: same.map(toSource).sort(bySource),
  }
}

function toSource(row: CompletionRow): SourceUnit {
  return {
    model: row.model,
    externalId: row.externalId,
    params: row.params === null ? null : canonicalJson(row.params),
    logProbSum: row.logProbSum,
    tokenCount: row.tokenCount,
  }
}

function bySource(a: SourceUnit, b: SourceUnit): number {
  const x = JSON.stringify([a.model, a.externalId, a.params])
  const y = JSON.stringify([b.model, b.externalId, b.params])
  return x < y ? -1 : x > y ? 1 : 0
}

const textSql = `SELECT c."id", c."promptId", c."hash", c."messages", c."isEmpty", c."externalId", c."params",
    c."logProbSum", c."tokenCount", m."key" AS "model", ${visible("c")} AS "known"
  FROM "Completion" c
  JOIN "Model" m ON m."id" = c."modelId"
  WHERE c."promptId" = ANY($3::uuid[])`

const maskSql = `SELECT DISTINCT ON (k."completionId") k."completionId", k."spans", k."heldBack"
  FROM "TextMask" k WHERE k."completionId" = ANY($3::uuid[]) AND ${visible("k")}
  ORDER BY k."completionId", k."createdAt" DESC, k."id" DESC`
