import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"

/**
 * The position in commit order that it is now: rows of transactions that are still open are outside,
 * whatever their clocks say, and stay outside when they commit.
 */
export async function getSnapshot(access: ProjectAccess<"exports:create">): Promise<string> {
  const { rows } = await pool().query<{ snapshot: string; newest: string | null; next: string }>(
    `SELECT pg_current_snapshot()::text AS "snapshot",
       (SELECT max("xid")::text FROM "Annotation" WHERE "projectId" = $1) AS "newest",
       pg_snapshot_xmax(pg_current_snapshot())::text AS "next"`,
    [access.projectId],
  )
  const row = rows[0]
  if (!row) throw new DiptychError("INTERNAL", "The database gave no snapshot.")
  // Transaction ids belong to one server: rows restored on a younger one lie in its future, and an
  // export would leave them out without a word. What is committed is below `next`, always.
  if (row.newest !== null && BigInt(row.newest) >= BigInt(row.next)) {
    throw new DiptychError(
      "CONFLICT",
      "This data was restored from another server while the app was running. Restart the app, which takes it over, and export again.",
      { newestInData: row.newest, server: row.next },
    )
  }
  return row.snapshot
}

/**
 * SQL: whether a row of an append-only table was committed at the snapshot. Expects the snapshot as $1
 * and the oldest transaction that was running then as $2, unless told where else they stand; the first
 * comparison answers for nearly all rows and spares them the function.
 */
export function visible(alias: string, snapshot = "$1::pg_snapshot", oldest = "$2::bigint"): string {
  return `("${alias}"."xid" < ${oldest} OR pg_visible_in_snapshot("${alias}"."xid"::text::xid8, ${snapshot}))`
}

/** `xmin:xmax:list`; the first part of a snapshot's text. */
export function oldestRunning(snapshot: string): string {
  const xmin = /^(\d+):\d+:[\d,]*$/.exec(snapshot)?.[1]
  if (xmin === undefined) {
    throw new DiptychError(
      "GONE",
      "That export was made before the data was restored on another server, so its state cannot be found again. The files made from it stay valid; make a new export.",
    )
  }
  return xmin
}
