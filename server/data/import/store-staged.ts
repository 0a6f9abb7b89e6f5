import type pg from "pg"
import type { Loaded } from "@/server/data/import/copy-writer"
import { addedExisting, type ImportCounts } from "@/server/data/import/counts"
import { type SplitConflict, takeSplitConflicts } from "@/server/data/import/split-conflicts"

export type StoreTarget = {
  readonly projectId: string
  readonly importId: string
  /** Round of completions that are new; those there already keep theirs. */
  readonly roundId: string | null
}

/**
 * From the temporary tables into the store, while rows are still being read. What is there already stays as
 * it is (`ON CONFLICT DO NOTHING` on the hashes), so the same file again adds nothing.
 *
 * A load is a few thousand rows, of which the texts are looked up one by one: subqueries in place of joins,
 * because nothing tells the planner how large the tables have become since the transaction began, and what
 * it would take for a join could be as slow as the project is large.
 */
export class StagedRows {
  private readonly added = { prompts: 0, completions: 0 }
  private isLocked = false

  constructor(
    private readonly client: pg.ClientBase,
    private readonly target: StoreTarget,
    /** Told when another one stores in the project, and when it is done. */
    private readonly onWait: (waits: boolean) => void,
  ) {}

  /** No other import stores in the project until this one ends; they wait here. */
  async lock(): Promise<void> {
    if (this.isLocked) return
    const { projectId } = this.target
    await lockProjectImports(this.client, projectId, this.onWait)
    await this.client.query(`SELECT 1 FROM "Project" WHERE "id" = $1 FOR KEY SHARE`, [projectId])
    this.isLocked = true
  }

  /**
   * Prompts and completions that a load brought, with what belongs to a prompt alone. `goesOn` hears which
   * rows contradict the split of their prompt, and says whether the others are still to be stored.
   */
  async storeLoad(rows: Loaded, goesOn: (conflicts: readonly SplitConflict[]) => boolean): Promise<void> {
    const { client, target } = this
    if (rows.has("import_prompt")) this.added.prompts += await storePrompts(client, target)
    const conflicts = rows.has("import_split") ? await takeSplitConflicts(client) : []
    if (goesOn(conflicts)) {
      if (rows.has("import_split")) await client.query(insertSplits)
      if (rows.has("import_reference")) await client.query(insertReferences)
      const staged = rows.get("import_completion") ?? 0
      if (staged > 0) this.added.completions += await storeCompletions(client, target, staged)
    }
    await client.query("TRUNCATE import_prompt, import_completion, import_reference, import_split")
  }

  /** Labels, once all the texts they are about are there; and what it all came to. */
  async finish(): Promise<Omit<ImportCounts, "tasks">> {
    const { client, added } = this
    const { rows } = await client.query<{ prompts: number; known: number }>(
      `SELECT (SELECT count(*)::int FROM import_prompt_id) AS "prompts", (SELECT count(*)::int FROM import_known) AS "known"`,
    )
    const { prompts = 0, known = 0 } = rows[0] ?? {}
    return {
      prompts: addedExisting(prompts, added.prompts),
      completions: { added: added.completions, existing: known },
      labels: await storeLabels(client, this.target),
    }
  }
}

/**
 * One import at a time per project stores; the others wait here with their first rows. `onWait` is told when
 * that begins and when it is over.
 */
export async function lockProjectImports(
  client: pg.ClientBase,
  projectId: string,
  onWait?: (waits: boolean) => void,
): Promise<void> {
  const name = [`diptych:import:${projectId}`]
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS "taken"`,
    name,
  )
  if (rows[0]?.taken) return
  onWait?.(true)
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name)
  onWait?.(false)
}

async function storePrompts(client: pg.ClientBase, { projectId, importId }: StoreTarget): Promise<number> {
  const added = await change(
    client,
    `WITH added AS (
       INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "externalId", "language", "tags",
         "conversationId", "sourceUser", "useCase", "chars", "importId", "importFile", "importLine")
       SELECT s."id", $1, s."hash", s."messages", s."externalId", s."language", s."tags",
         s."conversationId", s."sourceUser", s."useCase", s."chars", $2, s."file", s."line"
       FROM import_prompt s ORDER BY s."row"
       ON CONFLICT ("projectId", "hash") DO NOTHING RETURNING "hash", "id")
     INSERT INTO import_prompt_id ("hash", "id") SELECT "hash", "id" FROM added`,
    [projectId, importId],
  )
  // Those there before. Asked for by the order of the one index that can find a hash at once: by equality
  // the planner may take another that begins with the project, which it believes to be small.
  await client.query(
    `INSERT INTO import_prompt_id ("hash", "id")
     SELECT p."hash", p."id" FROM import_prompt s CROSS JOIN LATERAL (
       SELECT x."projectId", x."hash", x."id" FROM "Prompt" x WHERE (x."projectId", x."hash") >= ($1, s."hash")
       ORDER BY x."projectId", x."hash" LIMIT 1) p
     WHERE p."projectId" = $1 AND p."hash" = s."hash"
     ON CONFLICT ("hash") DO NOTHING`,
    [projectId],
  )
  return added
}

/** The prompt of a staged row. */
const promptId = `(SELECT i."id" FROM import_prompt_id i WHERE i."hash" = s."promptHash")`

const insertSplits = `
  INSERT INTO "PromptSplit" ("promptId", "split")
  SELECT ${promptId}, s."split" FROM import_split s ORDER BY s."row" ON CONFLICT DO NOTHING`

const insertReferences = `
  INSERT INTO "Reference" ("id", "promptId", "hash", "content")
  SELECT gen_random_uuid(), ${promptId}, s."hash", s."content" FROM import_reference s ORDER BY s."row"
  ON CONFLICT ("promptId", "hash") DO NOTHING`

async function storeCompletions(
  client: pg.ClientBase,
  { projectId, importId, roundId }: StoreTarget,
  staged: number,
): Promise<number> {
  await client.query(
    `INSERT INTO "Model" ("id", "projectId", "key")
     SELECT gen_random_uuid(), $1, s."model" FROM (SELECT DISTINCT "model" FROM import_completion) s
     ORDER BY s."model" COLLATE "C"
     ON CONFLICT ("projectId", "key") DO NOTHING`,
    [projectId],
  )
  const added = await change(
    client,
    `INSERT INTO "Completion" ("id", "projectId", "promptId", "modelId", "hash", "messages", "isEmpty", "chars", "externalId", "params",
       "logProbSum", "tokenCount", "leaks", "importId", "roundId", "importFile", "importLine")
     SELECT s."id", $1, ${promptId}, m."id", s."hash", s."messages", s."isEmpty", s."chars", s."externalId", s."params",
       s."logProbSum", s."tokenCount", s."leaks", $2, $3, s."file", s."line"
     FROM import_completion s JOIN "Model" m ON m."projectId" = $1 AND m."key" = s."model"
     ORDER BY s."row", s."id"
     ON CONFLICT ("promptId", "modelId", "hash") DO NOTHING`,
    [projectId, importId, roundId],
  )
  // The others were there before, or came twice in these files; only the first are counted as existing.
  if (added < staged) {
    await client.query(
      `INSERT INTO import_known SELECT x."id" FROM (
         SELECT (SELECT c."id" FROM "Completion" c
           WHERE c."promptId" = ${promptId} AND c."hash" = s."hash" AND c."modelId" = m."id"
             AND c."importId" IS DISTINCT FROM $2::uuid) AS "id"
         FROM import_completion s JOIN "Model" m ON m."projectId" = $1 AND m."key" = s."model") x
       WHERE x."id" IS NOT NULL ON CONFLICT DO NOTHING`,
      [projectId, importId],
    )
  }
  return added
}

/**
 * A has the smaller hash. The n-th occurrence of one label within one file has ordinal n - 1: two
 * honest duplicates in a source are both kept, the same file again adds none.
 */
async function storeLabels(client: pg.ClientBase, { projectId, importId }: StoreTarget) {
  await client.query("ANALYZE import_label, import_prompt_id")
  await client.query(
    `CREATE TEMP TABLE import_label_id ("row" bigint, "promptId" uuid, "a" uuid, "b" uuid, "preference" "Preference",
       "bothBad" boolean, "level" int, "labeler" text, "criterion" text, "ordinal" int, "file" int, "line" int) ON COMMIT DROP`,
  )
  const staged = await change(
    client,
    `INSERT INTO import_label_id
     SELECT DISTINCT ON (x."a", x."b", x."preference", x."bothBad", x."labeler", x."criterion", x."ordinal") x.* FROM (
       SELECT l."row", p."id" AS "promptId",
         CASE WHEN l."betterHash" COLLATE "C" < l."worseHash" THEN b."id" ELSE w."id" END AS "a",
         CASE WHEN l."betterHash" COLLATE "C" < l."worseHash" THEN w."id" ELSE b."id" END AS "b",
         CASE WHEN l."tie" THEN 'TIE' WHEN l."betterHash" COLLATE "C" < l."worseHash" THEN 'A' ELSE 'B' END::"Preference" AS "preference",
         l."bothBad", l."level", l."labeler", l."criterion",
         row_number() OVER (PARTITION BY l."file", b."id", w."id", l."tie", l."bothBad", l."labeler", l."criterion" ORDER BY l."row") - 1 AS "ordinal",
         l."file", l."line"
       FROM import_label l
       JOIN import_prompt_id p ON p."hash" = l."promptHash"
       JOIN "Model" bm ON bm."projectId" = $1 AND bm."key" = l."betterModel"
       JOIN "Model" wm ON wm."projectId" = $1 AND wm."key" = l."worseModel"
       JOIN "Completion" b ON b."promptId" = p."id" AND b."modelId" = bm."id" AND b."hash" = l."betterHash"
       JOIN "Completion" w ON w."promptId" = p."id" AND w."modelId" = wm."id" AND w."hash" = l."worseHash") x
     ORDER BY x."a", x."b", x."preference", x."bothBad", x."labeler", x."criterion", x."ordinal", x."row"`,
    [projectId],
  )
  const added = await change(
    client,
    `INSERT INTO "ImportedLabel" ("id", "projectId", "promptId", "completionAId", "completionBId", "preference", "bothBad", "level", "labeler", "criterion", "ordinal", "importId", "importFile", "importLine")
     SELECT gen_random_uuid(), $1, "promptId", "a", "b", "preference", "bothBad", "level", "labeler", "criterion", "ordinal", $2, "file", "line"
     FROM import_label_id ORDER BY "row"
     ON CONFLICT ("completionAId", "completionBId", "preference", "bothBad", "labeler", "criterion", "ordinal") DO NOTHING`,
    [projectId, importId],
  )
  return addedExisting(staged, added)
}

async function change(client: pg.ClientBase, text: string, values: readonly unknown[] = []): Promise<number> {
  return (await client.query(text, [...values])).rowCount ?? 0
}
