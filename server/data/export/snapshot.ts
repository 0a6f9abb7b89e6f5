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
  // Transaction ids belong to one server: in rows restored on a younger one they lie in its future,
  // and an export would leave them out without a word.
  if (row.newest !== null && BigInt(row.newest) >= BigInt(row.next) + 1_000_000n) {
    throw new DiptychError(
      "CONFLICT",
      "This data was restored from another server, whose transactions were numbered higher, so no snapshot can be taken. Restore with a file-level copy, or advance this server's transaction counter (pg_resetwal -x) beyond the old one.",
      { newestInData: row.newest, server: row.next },
    )
  }
  return row.snapshot
}

/**
 * SQL: whether a row of an append-only table was committed at the snapshot. Expects the snapshot as $1
 * and the oldest transaction that was running then as $2; the first comparison answers for nearly all
 * rows and spares them the function.
 */
export function visible(alias: string): string {
  return `("${alias}"."xid" < $2::bigint OR pg_visible_in_snapshot("${alias}"."xid"::text::xid8, $1::pg_snapshot))`
}

/** `xmin:xmax:list`; the first part of a snapshot's text. */
export function oldestRunning(snapshot: string): string {
  const xmin = /^(\d+):\d+:[\d,]*$/.exec(snapshot)?.[1]
  if (xmin === undefined) throw new DiptychError("INVALID_INPUT", "That is no snapshot of this database.")
  return xmin
}
