import type pg from "pg"
import { DiptychError } from "@/core/errors"
import type { ImportCounts } from "@/server/data/import/counts"

export type RunFile = { readonly name: string; readonly bytes: number; readonly sha256: string }

export type NewRun = {
  readonly id: string
  readonly projectId: string
  readonly userId: string | null
  readonly settings: object
}

/** The run must be there before rows point at it; one that the browser made already is taken over. */
export async function beginRun(client: pg.ClientBase, run: NewRun): Promise<void> {
  await client.query(
    `INSERT INTO "ImportRun" ("id", "projectId", "status", "settings", "createdById")
     VALUES ($1, $2, 'RUNNING', $3, $4)
     ON CONFLICT ("id") DO NOTHING`,
    [run.id, run.projectId, JSON.stringify(run.settings), run.userId],
  )
}

/** The counts, files and skipped rows of a finished run, in the transaction of its rows. */
export async function finishRun(
  client: pg.ClientBase,
  run: NewRun,
  counts: ImportCounts & Readonly<Record<"annotations" | "leaks" | "heldBack" | "badRows", number>>,
  files: readonly (RunFile & { readonly id: string })[],
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE "ImportRun" SET "status" = 'DONE', "settings" = $2, "counts" = $3, "finishedAt" = clock_timestamp(), "error" = NULL
     WHERE "id" = $1 AND "status" = 'RUNNING'`,
    [run.id, JSON.stringify(run.settings), JSON.stringify(counts)],
  )
  if (rowCount === 0) throw new DiptychError("CONFLICT", "The import was cancelled; nothing was stored.")
  await client.query(`DELETE FROM "ImportFile" WHERE "importId" = $1`, [run.id])
  for (const file of files) {
    await client.query(
      `INSERT INTO "ImportFile" ("id", "importId", "name", "bytes", "sha256") VALUES ($1, $2, $3, $4, $5)`,
      [file.id, run.id, file.name, file.bytes, file.sha256],
    )
  }
  await client.query(
    `INSERT INTO "ImportBadRow" ("id", "importId", "file", "line", "field", "found", "expected")
     SELECT "id", $1, "file", "line", "field", "found", "expected" FROM import_bad`,
    [run.id],
  )
}
