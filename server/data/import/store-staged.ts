import type pg from "pg"
import type { ImportCounts } from "@/server/data/import/counts"
import { addedExisting } from "@/server/data/import/counts"

export type StoreTarget = {
  readonly projectId: string
  readonly importId: string
  /** Round of completions that are new; those there already keep theirs. */
  readonly roundId: string | null
}

/**
 * From the temporary tables into the store, set by set. What is there already stays as it is
 * (`ON CONFLICT DO NOTHING` on the hashes), so the same file again adds nothing. Needs the lock of
 * `lockProjectImports`.
 */
export async function storeStaged(
  client: pg.ClientBase,
  target: StoreTarget,
): Promise<Omit<ImportCounts, "tasks">> {
  // Only what is joined on: the texts are many times as large, and nothing is asked about them.
  await client.query(
    `ANALYZE import_prompt ("hash", "row"), import_completion ("promptHash", "model", "hash", "row"), import_label,
       import_group, import_reference ("promptHash", "hash", "row")`,
  )
  await client.query(`SELECT 1 FROM "Project" WHERE "id" = $1 FOR KEY SHARE`, [target.projectId])
  const prompts = await storePrompts(client, target)
  await storeModels(client, target)
  const completions = await storeCompletions(client, target)
  const labels = await storeLabels(client, target)
  return { prompts, completions, labels }
}

/** One import at a time per project stores; the others wait here, having read their files already. */
export async function lockProjectImports(client: pg.ClientBase, projectId: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`diptych:import:${projectId}`])
}

async function storePrompts(client: pg.ClientBase, { projectId, importId }: StoreTarget) {
  const added = await change(
    client,
    `INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "externalId", "language", "tags",
       "conversationId", "sourceUser", "useCase", "chars", "importId", "importFile", "importLine")
     SELECT s."id", $1, s."hash", s."messages", s."externalId", s."language", s."tags",
       s."conversationId", s."sourceUser", s."useCase", s."chars", $2, s."file", s."line"
     FROM import_prompt s ORDER BY s."row"
     ON CONFLICT ("projectId", "hash") DO NOTHING`,
    [projectId, importId],
  )
  await client.query(
    `CREATE TEMP TABLE import_prompt_id ("hash" text PRIMARY KEY, "id" uuid NOT NULL) ON COMMIT DROP`,
  )
  const staged = await change(
    client,
    `INSERT INTO import_prompt_id
     SELECT p."hash", p."id" FROM (SELECT DISTINCT "hash" FROM import_prompt) s
     JOIN "Prompt" p ON p."projectId" = $1 AND p."hash" = s."hash"`,
    [projectId],
  )
  await client.query("ANALYZE import_prompt_id")
  await client.query(
    `INSERT INTO "PromptSplit" ("promptId", "split")
     SELECT i."id", min(s."split") FROM import_split s JOIN import_prompt_id i ON i."hash" = s."promptHash"
     GROUP BY i."id" ON CONFLICT DO NOTHING`,
  )
  await client.query(
    `INSERT INTO "Reference" ("id", "promptId", "hash", "content")
     SELECT gen_random_uuid(), i."id", r."hash", r."content"
     FROM import_reference r JOIN import_prompt_id i ON i."hash" = r."promptHash" ORDER BY r."row"
     ON CONFLICT ("promptId", "hash") DO NOTHING`,
  )
  return addedExisting(staged, added)
}

async function storeModels(client: pg.ClientBase, { projectId }: StoreTarget) {
  await client.query(
    `INSERT INTO "Model" ("id", "projectId", "key")
     SELECT gen_random_uuid(), $1, s."model" FROM (SELECT DISTINCT "model" FROM import_completion) s
     ORDER BY s."model" COLLATE "C"
     ON CONFLICT ("projectId", "key") DO NOTHING`,
    [projectId],
  )
}

async function storeCompletions(client: pg.ClientBase, { projectId, importId, roundId }: StoreTarget) {
  const added = await change(
    client,
    `INSERT INTO "Completion" ("id", "projectId", "promptId", "modelId", "hash", "messages", "isEmpty", "chars", "externalId", "params",
       "logProbSum", "tokenCount", "leaks", "importId", "roundId", "importFile", "importLine")
     SELECT s."id", $1, i."id", m."id", s."hash", s."messages", s."isEmpty", s."chars", s."externalId", s."params",
       s."logProbSum", s."tokenCount", s."leaks", $2, $3, s."file", s."line"
     FROM import_completion s
     JOIN import_prompt_id i ON i."hash" = s."promptHash"
     JOIN "Model" m ON m."projectId" = $1 AND m."key" = s."model"
     ORDER BY s."row", s."id"
     ON CONFLICT ("promptId", "modelId", "hash") DO NOTHING`,
    [projectId, importId, roundId],
  )
  const staged = await count(
    client,
    `SELECT count(*) FROM (SELECT DISTINCT "promptHash", "model", "hash" FROM import_completion) s`,
  )
  return addedExisting(staged, added)
}

/**
 * A has the smaller hash. The n-th occurrence of one label within one file has ordinal n - 1: two
 * honest duplicates in a source are both kept, the same file again adds none.
 */
async function storeLabels(client: pg.ClientBase, { projectId, importId }: StoreTarget) {
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

async function count(client: pg.ClientBase, text: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(text)
  return Number(rows[0]?.count ?? 0)
}
