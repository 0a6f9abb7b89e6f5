import { pool } from "@/server/data/db"

/** What a project holds after imports, and a hash over it that hangs on no id and no time. */
export async function storedState(projectId: string) {
  const { rows } = await pool().query<{ hash: string; completions: number; others: number }>(
    `SELECT
       (SELECT md5(string_agg(p."hash" || m."key" || c."hash", ' ' ORDER BY p."hash", m."key", c."hash"))
        FROM "Completion" c JOIN "Prompt" p ON p."id" = c."promptId" JOIN "Model" m ON m."id" = c."modelId"
        WHERE c."projectId" = $1) AS "hash",
       (SELECT count(*)::int FROM "Completion" WHERE "projectId" = $1) AS "completions",
       (SELECT count(*) FROM "Prompt" WHERE "projectId" = $1)::int
         + (SELECT count(*) FROM "Task" WHERE "projectId" = $1)::int
         + (SELECT count(*) FROM "Model" WHERE "projectId" = $1)::int
         + (SELECT count(*) FROM "ImportRun" WHERE "projectId" = $1)::int AS "others"`,
    [projectId],
  )
  const [state] = rows
  if (!state) throw new Error("One row of counts.")
  return state
}
