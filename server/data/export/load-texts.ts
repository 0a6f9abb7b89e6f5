import type pg from "pg"
import { canonicalJson } from "@/core/canonical-json"
import { groupBy } from "@/core/group-by"
import type { Message } from "@/core/messages"
import { applyMask, type MaskSpan } from "@/core/text-mask"
import type { LabelUnit, SourceUnit, TextUnit } from "@/formats/export/units"
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
}
type MaskRow = { completionId: string; spans: MaskSpan[]; heldBack: boolean }

/**
 * By prompt id, then by text hash: every text that a task or a label names, as the annotators saw it,
 * credited to each model that had given it by the time of the snapshot.
 */
export async function loadTexts(
  client: pg.Client,
  snapshot: string,
  tasks: readonly TaskRow[],
  labels: ReadonlyMap<string, readonly LabelUnit[]>,
): Promise<Map<string, Map<string, TextUnit>>> {
  const shown = new Set(tasks.flatMap((task) => task.completionIds ?? []))
  const pairs = new Map<string, Set<string>>()
  for (const task of tasks) for (const hash of task.texts ?? []) addTo(pairs, task.promptId, hash)
  for (const [promptId, own] of labels) {
    for (const label of own) {
      addTo(pairs, promptId, label.hashA)
      addTo(pairs, promptId, label.hashB)
    }
  }
  const flat = [...pairs].flatMap(([promptId, hashes]) =>
    [...hashes].map((hash) => [promptId, hash] as const),
  )
  const { rows } = await client.query<CompletionRow>(textSql, [
    snapshot,
    oldestRunning(snapshot),
    flat.map(([promptId]) => promptId),
    flat.map(([, hash]) => hash),
    [...shown],
  ])
  const masks = await loadMasks(client, snapshot, rows)
  const texts = new Map<string, Map<string, TextUnit>>()
  for (const [promptId, own] of groupBy(rows, (row) => row.promptId)) {
    const byHash = groupBy(own, (row) => row.hash)
    texts.set(promptId, new Map([...byHash].map(([hash, same]) => [hash, toText(hash, same, shown, masks)])))
  }
  return texts
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key)
  if (set) set.add(value)
  else map.set(key, new Set([value]))
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
    c."logProbSum", c."tokenCount", m."key" AS "model"
  FROM unnest($3::uuid[], $4::text[]) AS wanted("promptId", "hash")
  JOIN "Completion" c ON c."promptId" = wanted."promptId" AND c."hash" = wanted."hash"
  JOIN "Model" m ON m."id" = c."modelId"
  WHERE ${visible("c")} OR c."id" = ANY($5::uuid[])`

const maskSql = `SELECT DISTINCT ON (k."completionId") k."completionId", k."spans", k."heldBack"
  FROM "TextMask" k WHERE k."completionId" = ANY($3::uuid[]) AND ${visible("k")}
  ORDER BY k."completionId", k."createdAt" DESC, k."id" DESC`
