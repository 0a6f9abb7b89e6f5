import pg from "pg"
import { to as copyTo } from "pg-copy-streams"
import { presets } from "@/core/presets/registry"
import { env } from "@/server/env"

/**
 * A project of `pairs` judged pairs, straight in SQL: three tasks of two texts per prompt, `votes` people
 * each, texts of `chars` characters. Hashes are made up but consistent. Returns its slug.
 */
export async function fillProject(size: { pairs: number; votes: number; chars: number }): Promise<string> {
  const slug = `bench-${size.pairs}-${size.votes}-${size.chars}`
  const client = new pg.Client({ connectionString: env().DATABASE_URL })
  await client.connect()
  const { rowCount } = await client.query(`SELECT 1 FROM "Project" WHERE "slug" = $1`, [slug])
  if (rowCount === 0) {
    await client.query("BEGIN")
    for (const [sql, values] of fillStatements(slug, size)) await client.query(sql, values)
    await client.query("COMMIT")
    await client.query("VACUUM ANALYZE")
  }
  await client.end()
  return slug
}

function fillStatements(
  slug: string,
  { pairs, votes, chars }: { pairs: number; votes: number; chars: number },
): [string, unknown[]][] {
  const project = `(SELECT "id" FROM "Project" WHERE "slug" = $1)`
  const id = (kind: string, key: string) => `md5('${kind}' || $1 || ${key})::uuid`
  const hash = (key: string) => `encode(sha256(convert_to(${key}, 'UTF8')), 'hex')`
  const body = `repeat(md5(n::text) || ' ', $3 / 33 + 1)`
  return [
    [
      `INSERT INTO "Project" ("id", "slug", "name", "seed", "pseudonymKey") VALUES (${id("project", "''")}, $1, $1, $1, $2)`,
      [slug, "00".repeat(32)],
    ],
    [
      `INSERT INTO "ProtocolVersion" ("id", "projectId", "version", "kind", "maxLevel", "definition", "hash")
       VALUES (${id("protocol", "''")}, ${project}, 1, 'PAIRWISE', 1, $2::text::jsonb, ${hash("$2::text")})`,
      [slug, JSON.stringify(presets.arena)],
    ],
    [
      `INSERT INTO "Model" ("id", "projectId", "key") SELECT ${id("model", "m")}, ${project}, 'model-' || m
       FROM generate_series(0, 1) m`,
      [slug],
    ],
    [
      `INSERT INTO "User" ("id", "email", "name") SELECT ${id("user", "u")}, 'bench-' || u || '-' || $1 || '@example.org', 'Bench'
       FROM generate_series(1, $2::int) u`,
      [slug, votes],
    ],
    [
      `INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "tags", "chars")
       SELECT ${id("prompt", "n")}, ${project}, ${hash("$1 || n")},
         jsonb_build_array(jsonb_build_object('role', 'user', 'content', ${body})), '{}', $3::int
       FROM generate_series(1, ($2::int + 2) / 3) n`,
      [slug, pairs, chars],
    ],
    [
      `INSERT INTO "Completion" ("id", "projectId", "promptId", "modelId", "hash", "messages", "chars", "leaks")
       SELECT ${id("completion", "n || '-' || m")}, ${project}, ${id("prompt", "((n + 2) / 3)")}, ${id("model", "m")},
         m || ${hash("$1 || n || '-' || m")},
         jsonb_build_array(jsonb_build_object('role', 'assistant', 'content', m || ${body})), $3::int, '{}'
       FROM generate_series(1, $2::int) n, generate_series(0, 1) m`,
      [slug, pairs, chars],
    ],
    [
      `INSERT INTO "Task" ("id", "projectId", "promptId", "kind", "k", "setHash", "overlap", "taken", "counted", "remaining", "open", "ring")
       SELECT ${id("task", "n")}, ${project}, ${id("prompt", "((n + 2) / 3)")}, 'PAIRWISE', 2, ${hash("$1 || 'task' || n")},
         $3::int, $3::int, $3::int, 0, false, n FROM generate_series(1, $2::int) n`,
      [slug, pairs, votes],
    ],
    [
      `INSERT INTO "TaskCompletion" ("taskId", "position", "completionId")
       SELECT ${id("task", "n")}, m, ${id("completion", "n || '-' || m")}
       FROM generate_series(1, $2::int) n, generate_series(0, 1) m`,
      [slug, pairs],
    ],
    [
      `INSERT INTO "Assignment" ("id", "token", "projectId", "taskId", "annotatorId", "state", "holdsSlot", "shown", "leaseExpiresAt", "closedAt")
       SELECT ${id("assignment", "n || '-' || u")}, md5('token' || $1 || n || '-' || u), ${project}, ${id("task", "n")},
         ${id("user", "u")}, 'SUBMITTED', true, '{0,1}', now(), now()
       FROM generate_series(1, $2::int) n, generate_series(1, $3::int) u`,
      [slug, pairs, votes],
    ],
    [
      `INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status", "idempotencyKey", "protocolId", "shown", "blind", "scrollDepth")
       SELECT ${id("annotation", "n || '-' || u")}, ${project}, ${id("task", "n")}, ${id("assignment", "n || '-' || u")},
         ${id("user", "u")}, 1, 'ACCEPTED', md5('key' || $1 || n || '-' || u), ${id("protocol", "''")}, '{0,1}', true, '{}'
       FROM generate_series(1, $2::int) n, generate_series(1, $3::int) u`,
      [slug, pairs, votes],
    ],
    [
      `INSERT INTO "Comparison" ("annotationId", "taskId", "positionA", "positionB", "preference", "level")
       SELECT ${id("annotation", "n || '-' || u")}, ${id("task", "n")}, 0, 1,
         (CASE WHEN n % 2 = 0 THEN 'A' ELSE 'B' END)::"Preference", 1
       FROM generate_series(1, $2::int) n, generate_series(1, $3::int) u`,
      [slug, pairs, votes],
    ],
  ]
}

/**
 * COPY of the columns that a preference row is made of, one row per vote, read and thrown away. Returns
 * the number of rows.
 */
export async function copyOut(slug: string): Promise<number> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL })
  await client.connect()
  const stream = client.query(copyTo(copySql(client.escapeLiteral(slug))))
  for await (const chunk of stream) void chunk
  await client.end()
  return stream.rowCount
}

function copySql(slug: string): string {
  return `COPY (
    SELECT p."hash", p."messages", ca."hash", ca."messages", ma."key", cb."hash", cb."messages", mb."key",
      t."setHash", a."annotatorId", c."criterion", c."preference", c."level"
    FROM "Annotation" a
    JOIN "Assignment" s ON s."id" = a."assignmentId"
    JOIN "Comparison" c ON c."annotationId" = a."id"
    JOIN "Task" t ON t."id" = a."taskId"
    JOIN "Prompt" p ON p."id" = t."promptId"
    JOIN "TaskCompletion" ta ON ta."taskId" = t."id" AND ta."position" = c."positionA"
    JOIN "TaskCompletion" tb ON tb."taskId" = t."id" AND tb."position" = c."positionB"
    JOIN "Completion" ca ON ca."id" = ta."completionId"
    JOIN "Completion" cb ON cb."id" = tb."completionId"
    JOIN "Model" ma ON ma."id" = ca."modelId"
    JOIN "Model" mb ON mb."id" = cb."modelId"
    WHERE a."projectId" = (SELECT "id" FROM "Project" WHERE "slug" = ${slug})
      AND a."status" = 'ACCEPTED' AND s."purpose" = 'LABEL'
  ) TO STDOUT`
}
