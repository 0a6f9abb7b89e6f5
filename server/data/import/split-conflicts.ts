import type pg from "pg"
import type { BadField } from "@/formats/import/item"

export type SplitConflict = { readonly file: number; readonly line: number; readonly bad: BadField }

/**
 * Rows that give a prompt another split than the first row of the prompt did, or than the store
 * holds (a split is set once). In order of rows; taken out of the staging, so that the rest can go in.
 * `projectId` is null for a project that is yet to be made.
 */
export async function takeSplitConflicts(
  client: pg.ClientBase,
  projectId: string | null,
): Promise<SplitConflict[]> {
  await client.query(
    `CREATE TEMP TABLE import_conflict ("row" bigint, "file" int, "line" int, "split" text, "known" text) ON COMMIT DROP`,
  )
  await client.query(
    `INSERT INTO import_conflict
     SELECT * FROM (
       SELECT s."row", s."file", s."line", s."split", COALESCE(
         (SELECT t."split" FROM "Prompt" p JOIN "PromptSplit" t ON t."promptId" = p."id"
          WHERE p."projectId" = $1::uuid AND p."hash" = s."promptHash"),
         first_value(s."split") OVER (PARTITION BY s."promptHash" ORDER BY s."row")) AS "known"
       FROM import_split s) x
     WHERE x."split" <> x."known"`,
    [projectId],
  )
  const { rows } = await client.query<{ file: number; line: number; split: string; known: string }>(
    `SELECT "file", "line", "split", "known" FROM import_conflict ORDER BY "row"`,
  )
  if (rows.length > 0) {
    for (const table of [
      "import_split",
      "import_completion",
      "import_reference",
      "import_label",
      "import_group",
      "import_history",
    ]) {
      await client.query(`DELETE FROM ${table} t USING import_conflict c WHERE t."row" = c."row"`)
    }
  }
  return rows.map(({ file, line, split, known }) => ({
    file,
    line,
    bad: { field: "split", found: `"${split}"`, expected: `"${known}", which this prompt has already` },
  }))
}
