import pg from "pg"
import { SPLIT_SALT, splitOf } from "@/formats/export/split-of"
import { type SplitName, splitNames } from "@/formats/export/settings"
import type { PromptBundle } from "@/formats/export/units"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { loadBundles } from "@/server/data/export/load-bundles"
import { loadProjectFacts } from "@/server/data/export/load-project-facts"
import type { PromptRef, ReadRequest } from "@/server/data/export/rows"
import { oldestRunning, visible } from "@/server/data/export/snapshot"

/** Prompts are read until their texts reach this many characters, so that memory has a bound. */
const BATCH_CHARS = 200_000
const PAGE = 500

/**
 * Every prompt of the project that anything was said about in the snapshot, with all of it, in the
 * order of the files: by the hash that also decides the split, then by prompt hash. The reading runs on
 * two connections of its own (a slow download must not starve the app of them) that see the same
 * state: one walks the prompts, the other reads what belongs to them. Two batches are in memory at a time.
 */
export async function* readBundles(
  access: ProjectAccess<"exports:create">,
  request: ReadRequest,
): AsyncGenerator<PromptBundle> {
  const [walker, loader] = [newClient(), newClient()]
  let ahead: Promise<PromptBundle[]> | undefined
  try {
    await startReading(walker, loader)
    const facts = await loadProjectFacts(loader, access.projectId, request.snapshot)
    for await (const batch of batchesOf(walker, access.projectId, request)) {
      request.signal?.throwIfAborted()
      const ready = await ahead
      ahead = loadBundles(loader, batch, facts, request)
      // It is awaited a round later; until then a failure is not yet anybody's.
      ahead.catch(() => {})
      // The next batch is on its way while this one is worked on.
      if (ready) yield* ready
    }
    if (ahead) yield* await ahead
  } finally {
    await ahead?.catch(() => {})
    await Promise.all([walker.end(), loader.end()])
  }
}

function newClient(): pg.Client {
  const client = new pg.Client({ ...pool().options, application_name: "diptych-export" })
  // A lost connection fails the running query, which is enough; without a listener it would end the process.
  client.on("error", () => {})
  return client
}

async function startReading(walker: pg.Client, loader: pg.Client): Promise<void> {
  await walker.connect()
  await loader.connect()
  await walker.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
  const { rows } = await walker.query<{ id: string }>(`SELECT pg_export_snapshot() AS "id"`)
  await loader.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
  await loader.query(`SET TRANSACTION SNAPSHOT '${(rows[0]?.id ?? "").replaceAll(/[^0-9A-F-]/g, "")}'`)
}

async function* batchesOf(
  client: pg.Client,
  projectId: string,
  request: ReadRequest,
): AsyncGenerator<PromptRef[]> {
  const { snapshot } = request
  await client.query(`DECLARE prompts NO SCROLL CURSOR FOR ${promptOrder(request)}`, [
    snapshot,
    oldestRunning(snapshot),
    projectId,
    SPLIT_SALT,
  ])
  for (;;) {
    const { rows } = await client.query<OrderRow>(`FETCH ${PAGE} FROM prompts`)
    if (rows.length === 0) return
    const wanted = rows
      .map((row) => ({ ...row, split: toSplit(row, request.settings.testShare) }))
      .filter((row) => request.split === "all" || row.split === request.split)
    yield* byWeight(wanted)
  }
}

type OrderRow = { id: string; bucketHash: string; imported: string | null; chars: string }

function toSplit(row: OrderRow, testShare: number): SplitName {
  return splitNames.find((name) => name === row.imported) ?? splitOf(row.bucketHash, testShare)
}

/**
 * The order of every file, and the split that came with the data: the prompt's own, else the most held
 * back one of its conversation. Only prompts that anything was said about.
 */
function promptOrder(request: ReadRequest): string {
  const kinds =
    request.needs === "pairs" ? ["Annotation", "Adjudication"] : ["Annotation", "Adjudication", "Skip"]
  const events = kinds.map(
    (table) => `SELECT t."promptId" FROM "${table}" e JOIN "Task" t ON t."id" = e."taskId"
      WHERE e."projectId" = $3 AND ${visible("e")}`,
  )
  if (request.settings.imported) {
    events.push(`SELECT e."promptId" FROM "ImportedLabel" e WHERE e."projectId" = $3 AND ${visible("e")}`)
  }
  return `SELECT p."id", encode(b."hash", 'hex') AS "bucketHash", (p."chars" + coalesce(w."chars", 0))::text AS "chars",
      coalesce(own."split", (
        SELECT other."split" FROM "Prompt" q JOIN "PromptSplit" other ON other."promptId" = q."id"
        WHERE q."projectId" = $3 AND q."conversationId" = p."conversationId" AND ${visible("other")}
        ORDER BY array_position(ARRAY['test', 'validation', 'train'], other."split") LIMIT 1
      )) AS "imported"
    FROM "Prompt" p
    LEFT JOIN (
      SELECT c."promptId", sum(c."chars") AS "chars" FROM "Completion" c WHERE c."projectId" = $3 GROUP BY c."promptId"
    ) w ON w."promptId" = p."id"
    LEFT JOIN "PromptSplit" own ON own."promptId" = p."id" AND ${visible("own")}
    CROSS JOIN LATERAL (SELECT sha256(convert_to($4::text || coalesce('conversation:' || p."conversationId", p."hash"), 'UTF8')) AS "hash") b
    WHERE p."projectId" = $3 AND p."id" IN (${events.join(" UNION ")})
    ORDER BY b."hash", p."hash" COLLATE "C"`
}

/** A prompt whose own texts are larger than that is a batch of its own. */
function* byWeight(prompts: readonly (OrderRow & { split: SplitName })[]): Generator<PromptRef[]> {
  let batch: PromptRef[] = []
  let weight = 0
  for (const { id, split, chars } of prompts) {
    if (batch.length > 0 && weight + Number(chars) > BATCH_CHARS) {
      yield batch
      batch = []
      weight = 0
    }
    batch.push({ id, split })
    weight += Number(chars)
  }
  if (batch.length > 0) yield batch
}
