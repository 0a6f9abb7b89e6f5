import { pool } from "@/server/data/db"

/** Names of the migrations that are in the database, or null where it does not answer. */
export async function listAppliedMigrations(): Promise<readonly string[] | null> {
  try {
    const { rows } = await pool().query<{ migration_name: string }>(
      `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1`,
    )
    return rows.map((row) => row.migration_name)
  } catch {
    return null
  }
}
