import type pg from "pg"
import type { BadField } from "@/formats/import/item"

export type SplitConflict = { readonly file: number; readonly line: number; readonly bad: BadField }

/**
 * Staged rows that give a prompt another split than its first row did, or than the store holds (a split is
 * set once). In order of rows; taken out of the staging, so that the rest can go in. Needs the prompts in
 * `import_prompt_id`.
 */
export async function takeSplitConflicts(client: pg.ClientBase): Promise<SplitConflict[]> {
  const { rows } = await client.query<{
    row: string
    file: number
    line: number
    split: string
    known: string
  }>(
    `SELECT * FROM (
       SELECT s."row", s."file", s."line", s."split", COALESCE(
         (SELECT t."split" FROM import_prompt_id i JOIN "PromptSplit" t ON t."promptId" = i."id"
          WHERE i."hash" = s."promptHash"),
         first_value(s."split") OVER (PARTITION BY s."promptHash" ORDER BY s."row")) AS "known"
       FROM import_split s) x
     WHERE x."split" <> x."known" ORDER BY x."row"`,
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
      await client.query(`DELETE FROM ${table} WHERE "row" = ANY ($1::bigint[])`, [
        rows.map(({ row }) => row),
      ])
    }
  }
  return rows.map(({ file, line, split, known }) => ({
    file,
    line,
    bad: { field: "split", found: `"${split}"`, expected: `"${known}", which this prompt has already` },
  }))
}
