import { pool } from "@/server/data/db"

/** Changes rows as only the owner of the database can: triggers and foreign keys are off. */
export async function tamper(statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = await pool().connect()
  try {
    await client.query("BEGIN")
    await client.query("SET LOCAL session_replication_role = replica")
    const { rowCount } = await client.query(statement, [...values])
    if (rowCount === 0) throw new Error(`Nothing was changed by: ${statement}`)
    await client.query("COMMIT")
  } catch (error) {
    await client.query("ROLLBACK")
    throw error
  } finally {
    client.release()
  }
}
