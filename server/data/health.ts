import { pool } from "@/server/data/db"
import { latestMigration } from "@/server/migrate/latest-migration"

export type Health = "ok" | "unreachable" | "outdated"

/** Whether the app can serve: the database answers and has the newest migration, and none half done. */
export async function getHealth(): Promise<Health> {
  try {
    const { rows } = await pool().query<{ done: boolean | null; stuck: boolean | null }>(
      `SELECT bool_or(migration_name = $1 AND finished_at IS NOT NULL) AS done,
              bool_or(finished_at IS NULL AND rolled_back_at IS NULL) AS stuck
       FROM _prisma_migrations`,
      [latestMigration],
    )
    return rows[0]?.done === true && rows[0].stuck !== true ? "ok" : "outdated"
  } catch (error) {
    // 42P01: there is no such table, so nothing was ever migrated. All else: no database to ask.
    return (error as { code?: string }).code === "42P01" ? "outdated" : "unreachable"
  }
}
