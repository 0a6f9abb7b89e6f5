import type pg from "pg"

/**
 * Transaction ids (`xid` columns, see Annotation.xid) belong to the server that gave them. After a
 * dump is restored on another server they may lie in its future, where no snapshot would see the
 * rows. So when the server is not the one that wrote them, all are set to 0: before everything, and
 * visible in every snapshot taken from now on. Exports made before cannot be made again by position
 * (`snapshot` becomes `restored`); their files and hashes stay valid. AuditEvent keeps its own: exports
 * do not read it, and its rows are never touched.
 *
 * Returns whether data of another server was taken over. Call it under the migration lock.
 */
export async function adoptServer(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ now: string; before: string | null }>(
    `SELECT (SELECT system_identifier::text FROM pg_control_system()) AS "now",
       (SELECT "serverId" FROM "Instance") AS "before"`,
  )
  const { now, before } = rows[0] ?? { now: "", before: null }
  if (now === before) return false
  await client.query("BEGIN")
  try {
    if (before !== null) await forgetTransactions(client)
    await client.query(
      `INSERT INTO "Instance" ("id", "serverId") VALUES (1, $1)
       ON CONFLICT ("id") DO UPDATE SET "serverId" = excluded."serverId"`,
      [now],
    )
    await client.query("COMMIT")
  } catch (error) {
    await client.query("ROLLBACK")
    throw error
  }
  return before !== null
}

async function forgetTransactions(client: pg.Client): Promise<void> {
  await client.query("SET LOCAL diptych.erasing = 'on'")
  const tables = await client.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'xid' AND table_name <> 'AuditEvent'`,
  )
  // Names come from the catalogue and are quoted there.
  for (const { name } of tables.rows) await client.query(`UPDATE ${name} SET "xid" = 0 WHERE "xid" <> 0`)
  await client.query(`UPDATE "ExportRun" SET "snapshot" = 'restored'`)
  // A roll-up that knows positions of the other server is made again when it is next read.
  await client.query(`DELETE FROM "ContestedRollup"`)
  await client.query(`DELETE FROM "RollupState"`)
}
