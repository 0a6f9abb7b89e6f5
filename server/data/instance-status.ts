import type { InstanceAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { latestMigration } from "@/server/migrate/latest-migration"

export type InstanceStatus = {
  readonly postgresql: string
  readonly migration: string
  /** Bytes on disk. */
  readonly size: number
  readonly people: number
  readonly projects: readonly {
    readonly slug: string
    readonly prompts: number
    readonly completions: number
    readonly tasks: number
    /** Slots of all tasks, and those that hold a counted annotation. */
    readonly judgments: { readonly wanted: number; readonly counted: number }
  }[]
}

/** What is in the store, at a glance. */
export async function getInstanceStatus(_access: InstanceAccess<"projects:create">): Promise<InstanceStatus> {
  const server = await pool().query<{ version: string; size: string; people: number }>(
    `SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size,
            (SELECT count(*)::int FROM "User" WHERE "disabledAt" IS NULL) AS people`,
  )
  const projects = await pool().query<{
    slug: string
    prompts: number
    completions: number
    tasks: number
    wanted: number
    counted: number
  }>(
    `SELECT p."slug", t."tasks", t."wanted", t."counted",
            (SELECT count(*)::int FROM "Prompt" WHERE "projectId" = p."id") AS prompts,
            (SELECT count(*)::int FROM "Completion" WHERE "projectId" = p."id") AS completions
     FROM "Project" p, LATERAL (
       SELECT count(*)::int AS tasks, coalesce(sum("overlap"), 0)::int AS wanted, coalesce(sum("counted"), 0)::int AS counted
       FROM "Task" WHERE "projectId" = p."id") t
     ORDER BY p."slug" COLLATE "C"`,
  )
  const { version = "", size = "0", people = 0 } = server.rows[0] ?? {}
  return {
    postgresql: version,
    migration: latestMigration,
    size: Number(size),
    people,
    projects: projects.rows.map(({ wanted, counted, ...project }) => ({
      ...project,
      judgments: { wanted, counted },
    })),
  }
}
