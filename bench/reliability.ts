import pg from "pg"

/**
 * Time of the reliability page's figures in a project of 60,000 annotations by 40 people, overlap 3.
 *
 *     DATABASE_URL=postgresql://… npx tsx bench/reliability.ts [annotations]
 *
 * Works in a database of its own, which it makes and drops beside the one given. Exits 1 above 2 s.
 */
const ANNOTATIONS = Number(process.argv[2] ?? 60_000)
const PEOPLE = 40
const NAME = `bench_reliability_${process.pid}`

const server = process.env.DATABASE_URL
if (!server) throw new Error("Set DATABASE_URL to a PostgreSQL server; a database of its own is made there.")
const admin = new pg.Client({ connectionString: server })
await admin.connect()
await admin.query(`CREATE DATABASE ${NAME}`)
const url = new URL(server)
url.pathname = `/${NAME}`
process.env.DATABASE_URL = url.href
process.env.DIPTYCH_SECRET ??= "bench".padEnd(48, "x")
const db = new pg.Client({ connectionString: url.href })

const { closeDb } = await import("@/server/data/db")
try {
  await db.connect()
  await seed()
  const { requireProjectAccess } = await import("@/server/access")
  const { listReliability } = await import("@/server/reliability/list-reliability")
  const access = await requireProjectAccess({ kind: "cli" }, "bench", "annotations:read", "members:read")
  const times: number[] = []
  let flagged = 0
  for (let run = 0; run < 5; run++) {
    const start = performance.now()
    const { people } = await listReliability(access)
    times.push(performance.now() - start)
    flagged = people.filter((person) => person.concern === "flagged").length
  }
  times.sort((a, b) => a - b)
  const median = times[2] ?? 0
  console.log(
    JSON.stringify({
      bench: "reliability",
      annotations: ANNOTATIONS,
      people: PEOPLE,
      flagged,
      medianMs: Math.round(median),
      worstMs: Math.round(times[4] ?? 0),
    }),
  )
  if (median > 2000) process.exitCode = 1
} finally {
  await closeDb()
  await db.end()
  await admin.query(`DROP DATABASE ${NAME} WITH (FORCE)`)
  await admin.end()
}

async function seed(): Promise<void> {
  const { readdirSync, readFileSync } = await import("node:fs")
  const root = new URL("../prisma/migrations/", import.meta.url)
  for (const name of readdirSync(root)
    .filter((entry) => /^\d/.test(entry))
    .toSorted()) {
    await db.query(readFileSync(new URL(`${name}/migration.sql`, root), "utf8"))
  }
  const project = "00000000-0000-7000-8000-000000000000"
  const tasks = Math.ceil(ANNOTATIONS / 3)
  await db.query(`SET synchronous_commit = off`)
  // Loading through foreign keys and row triggers is not what is measured.
  await db.query(`SET session_replication_role = replica`)
  await db.query(
    `INSERT INTO "Project" ("id", "slug", "name", "overlap", "seed", "pseudonymKey") VALUES ($1, 'bench', 'bench', 3, 's', 'k')`,
    [project],
  )
  await db.query(
    `INSERT INTO "User" ("id", "email", "name")
     SELECT ('00000000-0000-7000-8000-1000' || lpad(n::text, 8, '0'))::uuid, n || '@bench.example', 'Person ' || n
     FROM generate_series(0, $1::int - 1) n`,
    [PEOPLE],
  )
  await db.query(
    `INSERT INTO "Membership" ("projectId", "userId", "role", "ringPoint") SELECT $1, "id", 'ANNOTATOR', 1 FROM "User"`,
    [project],
  )
  await db.query(
    `INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "chars")
     SELECT ('00000002-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, n::text, '[]', 100 FROM generate_series(1, $2::int) n`,
    [project, tasks],
  )
  await db.query(
    `INSERT INTO "Task" ("id", "projectId", "promptId", "kind", "k", "setHash", "overlap", "taken", "counted", "remaining", "open", "ring")
     SELECT ('00000001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1,
       ('00000002-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'PAIRWISE', 2, n::text, 3, 3, 3, 0, false, n
     FROM generate_series(1, $2::int) n`,
    [project, tasks],
  )
  await db.query(
    `INSERT INTO "Completion" ("id", "projectId", "promptId", "modelId", "hash", "messages", "chars")
     SELECT ('0000000' || 3 + p || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1,
       ('00000002-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, n || ':' || p, '[]', 200 + (n * 37 + p * 911) % 1500
     FROM generate_series(1, $2::int) n, generate_series(0, 1) p`,
    [project, tasks],
  )
  await db.query(
    `INSERT INTO "TaskCompletion" ("taskId", "position", "completionId")
     SELECT ('00000001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, p,
       ('0000000' || 3 + p || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
     FROM generate_series(1, $1::int) n, generate_series(0, 1) p`,
    [tasks],
  )
  // Three people a task, one task in ten gold (three answers of purpose GOLD); person 0 clicks at random.
  await db.query(
    `INSERT INTO "Gold" ("taskId", "preference", "reason")
     SELECT "id", 'A', 'known' FROM "Task" WHERE "ring" % 10 = 0`,
  )
  await db.query(
    `INSERT INTO "Assignment" ("id", "token", "projectId", "taskId", "annotatorId", "purpose", "state", "holdsSlot", "shown", "leaseExpiresAt", "closedAt")
     SELECT ('00000005-0000-7000-8000-' || p || lpad(t."ring"::text, 11, '0'))::uuid, t."ring" || ':' || p, $1, t."id",
       ('00000000-0000-7000-8000-1000' || lpad(((t."ring" * 7 + p * 13) % $2)::text, 8, '0'))::uuid,
       CASE WHEN t."ring" % 10 = 0 THEN 'GOLD' ELSE 'LABEL' END::"AssignmentPurpose", 'SUBMITTED', t."ring" % 10 <> 0,
       CASE WHEN random() < 0.5 THEN '{0,1}' ELSE '{1,0}' END::int[], now(), now()
     FROM "Task" t, generate_series(0, 2) p`,
    [project, PEOPLE],
  )
  await db.query(
    `INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status", "idempotencyKey",
       "protocolId", "shown", "blind", "activeMs", "scrollDepth", "createdAt")
     SELECT ('00000006-' || substr(a."id"::text, 10))::uuid, $1, a."taskId", a."id", a."annotatorId", 1, 'ACCEPTED', 'key-' || lpad(a."token", 20, '0'), $1,
       a."shown", true, 20000 + random() * 60000, '{}', now() - random() * interval '30 days'
     FROM "Assignment" a`,
    [project],
  )
  await db.query(
    `INSERT INTO "Comparison" ("annotationId", "taskId", "positionA", "positionB", "preference", "level")
     SELECT a."id", a."taskId", 0, 1, CASE WHEN random() <
       (CASE WHEN a."annotatorId"::text LIKE '%0000' THEN 0.5 WHEN t."ring" % 10 = 0 THEN 0.95 ELSE 0.86 END)
       THEN 'A' ELSE 'B' END::"Preference", 1
     FROM "Annotation" a JOIN "Task" t ON t."id" = a."taskId"`,
  )
  await db.query("ANALYZE")
}
