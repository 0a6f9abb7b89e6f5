import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import pg from "pg"

/**
 * The numbers page at 10,000,000 comparisons, 20 models, 200 people.
 *
 * The large project's ledgers are written directly by SQL (two criteria, four rounds, two cohorts, three languages, two
 * guideline versions, 300 days; unlogged, and without the ledgers' primary keys, which no page reads) and its sums are made from them by the very statements that follow commits; its
 * annotations themselves do not exist. A smaller project of real annotations measures counting.
 *
 *     DIPTYCH_BENCH_SERVER=postgresql://postgres@127.0.0.1:55432/postgres npx tsx bench/dashboard.ts [comparisons] [part]
 *
 * Parts, for a database that is kept in between under the name in DIPTYCH_BENCH_DATABASE: "make", "measure", "drop".
 */
const server = process.env["DIPTYCH_BENCH_SERVER"]
if (!server) throw new Error("Set DIPTYCH_BENCH_SERVER to a PostgreSQL in which a database may be made.")
const total = Number(process.argv[2] ?? 10_000_000)
const part = process.argv[3] ?? "all"
const name = process.env["DIPTYCH_BENCH_DATABASE"] ?? `bench_dashboard_${process.pid}`
const admin = new pg.Client({ connectionString: server })
await admin.connect()
if (part === "all" || part === "make") await admin.query(`CREATE DATABASE "${name}"`)
const url = new URL(server)
url.pathname = `/${name}`
process.env["DATABASE_URL"] = url.href
process.env["DIPTYCH_SECRET"] ??= "bench-secret-bench-secret-bench-secret"

const { applyMigrations } = await import("@/server/migrate/apply-migrations")
if (part === "all" || part === "make")
  await applyMigrations(url.href, join(process.cwd(), "prisma", "migrations"))
const { requireInstanceAccess, requireProjectAccess } = await import("@/server/access")
const { closeDb, db, pool } = await import("@/server/data/db")
const { createProject } = await import("@/server/projects/create-project")
const { sums } = await import("@/server/data/rollup/sums")
const { getFigures } = await import("@/server/numbers/get-figures")
const { getCrowd } = await import("@/server/numbers/get-crowd")
const { getSlices } = await import("@/server/numbers/get-slices")
const { listNumbersChoices } = await import("@/server/data/rollup/choices")
const { computeFigures } = await import("@/server/numbers/compute-figures")
const { figureKey } = await import("@/server/data/rollup/figures")
const { numbersQueryDefaults, toNumbersFilter } = await import("@/core/numbers/query")
const { advanceRollup, finishRollup, packRollup, ruleNow } = await import("@/server/data/rollup/advance")
const { simulateProject } = await import("@/tests/support/simulated-project")

const rows: { what: string; target: string; measured: string; ok: boolean | null }[] = []
const seconds = (from: number) => (performance.now() - from) / 1000

try {
  if (part === "all") await measureCounting()
  if (part === "all" || part === "make") await generate()
  if (part === "all" || part === "measure") await measurePage()
} finally {
  await closeDb()
  if (part === "all" || part === "drop") await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`)
  await admin.end()
}
console.table(rows)
console.log(JSON.stringify({ bench: "dashboard", comparisons: total, rows }))

async function measureCounting(): Promise<void> {
  const made = await simulateProject({ slug: "real", tasks: 10_000, people: 40, models: 10 })
  let from = performance.now()
  await finishRollup(made.projectId)
  const took = seconds(from)
  rows.push({
    what: "counting 20,000 real annotations from scratch",
    target: "",
    measured: `${took.toFixed(1)} s, ${Math.round(20_000 / took)} a second`,
    ok: null,
  })
  const times: number[] = []
  for (let i = 0; i < 20; i++) {
    const one = await db().annotation.findFirstOrThrow({ where: { projectId: made.projectId }, skip: i * 7 })
    await db().exclusion.create({
      data: { projectId: made.projectId, annotationId: one.id, reason: "bench" },
    })
    from = performance.now()
    await advanceRollup(made.projectId)
    times.push(performance.now() - from)
  }
  rows.push({ what: "following one change", target: "", measured: `${p(times, 0.5)} ms median`, ok: null })
}

async function generate(): Promise<void> {
  const from = performance.now()
  await createProject(requireInstanceAccess({ kind: "cli" }, "projects:create"), {
    slug: "large",
    name: "Large",
    preset: "arena",
    overlap: 2,
  })
  const { id } = await db().project.findUniqueOrThrow({ where: { slug: "large" } })
  // One connection, on which foreign keys are not looked at row by row; the keys' indexes are made after the load.
  const client = await pool().connect()
  await client.query(
    "SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET work_mem = '512MB'",
  )
  const run = async (text: string) => {
    const start = performance.now()
    await client.query(text)
    console.error(`${seconds(start).toFixed(0)} s ${text.slice(0, 40).replace("\n", " ")}`)
  }
  const rounds = Array.from({ length: 4 }, () => randomUUID())
  await db().round.createMany({
    data: rounds.map((round, i) => ({ id: round, projectId: id, number: i + 1, name: `Round ${i + 1}` })),
  })
  await run(`INSERT INTO "User" ("id", "email", "name") SELECT gen_random_uuid(), 'p' || i || '@bench.example', 'person-' || i
    FROM generate_series(1, 200) i`)
  await run(
    `INSERT INTO "Model" ("id", "projectId", "key") SELECT gen_random_uuid(), '${id}', 'model-' || i FROM generate_series(1, 20) i`,
  )
  await run(
    `INSERT INTO "RollupPerson" ("projectId", "userId") SELECT '${id}', "id" FROM "User" WHERE "email" LIKE '%@bench.example'`,
  )
  await run(
    `INSERT INTO "RollupModel" ("projectId", "modelId") SELECT '${id}', "id" FROM "Model" WHERE "projectId" = '${id}'`,
  )
  await run(`INSERT INTO "RollupGroup" ("projectId", "roundId", "cohort", "criterion", "kind", "key")
    SELECT '${id}', r."id", c, k, 'PAIRWISE', concat_ws(chr(31), r."id", c, k, 'PAIRWISE')
    FROM "Round" r, unnest(ARRAY['train', 'held-out', '*']) c, unnest(ARRAY['overall', 'helpful', '']) k WHERE r."projectId" = '${id}'`)
  await run(`INSERT INTO "RollupSlice" ("groupId", "guideline", "language", "useCase", "tags", "key")
    SELECT g."id", v, l, 'support', t, concat_ws(chr(31), v, l, t::text) FROM "RollupGroup" g, generate_series(1, 2) v,
      unnest(ARRAY['en', 'de', 'ar']) l, (VALUES (ARRAY['sql']), (ARRAY['login']), (ARRAY[]::text[])) x(t) WHERE g."projectId" = '${id}'`)
  // Slices by cohort and criterion in arrays, so that a row finds its own by arithmetic.
  const slice = (
    cohort: string,
    criterion: string,
  ) => `(ARRAY(SELECT s."id" FROM "RollupSlice" s JOIN "RollupGroup" g ON g."id" = s."groupId"
    WHERE g."projectId" = '${id}' AND g."cohort" = '${cohort}' AND g."criterion" = '${criterion}' ORDER BY s."id"))`
  const people = `(SELECT min("id") FROM "RollupPerson" WHERE "projectId" = '${id}')`
  const models = `(SELECT min("id") FROM "RollupModel" WHERE "projectId" = '${id}')`
  const tasks = Math.round(total / 2)
  for (const table of ["RollupFact", "RollupAnswer"]) {
    await run(`ALTER TABLE "${table}" DROP CONSTRAINT "${table}_pkey"`)
    await run(`ALTER TABLE "${table}" SET UNLOGGED`)
  }
  await run(`DROP INDEX "RollupFact_sliceId_day_idx"; DROP INDEX "RollupAnswer_sliceId_hour_idx"`)
  await run(`INSERT INTO "RollupFact"
    SELECT lpad(to_hex(i / 2), 32, '0')::uuid, i % 2 + 1,
      CASE WHEN person % 2 = 0 THEN CASE WHEN i % 10 < 8 THEN d.a[1 + s % 72] ELSE d.b[1 + s % 72] END
        ELSE CASE WHEN i % 10 < 8 THEN d.c[1 + s % 72] ELSE d.d[1 + s % 72] END END,
      d.people + person, d.models + least(m, n), d.models + greatest(m, n), side,
      outcome, false, abs(outcome), l - 2, true, true, date '2026-01-01' + (i::bigint * 300 / ${total})::int
    FROM (SELECT ${slice("train", "overall")} a, ${slice("train", "helpful")} b, ${slice("held-out", "overall")} c,
        ${slice("held-out", "helpful")} d, ${people} people, ${models} models) d,
      LATERAL (SELECT i, (random() * 199)::int person, (random() * 71)::int s, (random() * 19)::int m, (random() * 4)::int l,
        CASE WHEN random() < 0.5 THEN 1 ELSE -1 END side, random() u, (random() * 18)::int o
        FROM generate_series(0, ${total - 1}) i) x,
      LATERAL (SELECT (x.m + 1 + x.o) % 20 n) y,
      LATERAL (SELECT CASE WHEN u < 0.12 THEN 0 WHEN u < 0.5 + 0.02 * (m - n) * CASE WHEN m < n THEN 1 ELSE -1 END THEN 1 ELSE -1 END outcome) z`)
  await run(`INSERT INTO "RollupAnswer"
    SELECT lpad(to_hex(i / 2), 32, '0')::uuid, i % 2 + 1, CASE WHEN person % 2 = 0 THEN d.a[1 + s % 72] ELSE d.b[1 + s % 72] END,
      d.people + person, timestamptz '2026-01-01Z' + (i::bigint * 7200 / ${total})::int * interval '1 hour', 1, 30000, 0,
      ARRAY[d.models + m, d.models + (m + 1 + o) % 20]
    FROM (SELECT ${slice("train", "")} a, ${slice("held-out", "")} b, ${people} people, ${models} models) d,
      LATERAL (SELECT i, (random() * 199)::int person, (random() * 71)::int s, (random() * 19)::int m, (random() * 18)::int o
        FROM generate_series(0, ${total - 1}) i) x`)
  await run(`INSERT INTO "RollupUnit"
    SELECT lpad(to_hex(i), 32, '0')::uuid, 1, d.a[1 + s % 72], date '2026-01-01' + (i::bigint * 300 / ${tasks})::int,
      CASE WHEN u < 0.4 THEN 2 WHEN u < 0.7 THEN 1 ELSE 0 END, 0, CASE WHEN u < 0.4 THEN 0 WHEN u < 0.7 THEN 1 ELSE 2 END,
      ARRAY[d.people + p1, d.people + (p1 + 1 + p2) % 200], CASE WHEN u < 0.4 THEN '{1,1}' WHEN u < 0.7 THEN '{1,-1}' ELSE '{-1,-1}' END::smallint[],
      ARRAY[d.models + m, d.models + (m + 1) % 20]
    FROM (SELECT ${slice("*", "overall")} a, ${people} people, ${models} models) d,
      LATERAL (SELECT i, (random() * 71)::int s, random() u, (random() * 199)::int p1, (random() * 198)::int p2, (random() * 19)::int m
        FROM generate_series(0, ${Math.round(tasks * 0.15)}) i) x`)
  await run(
    `CREATE INDEX ON "RollupFact" ("sliceId", "day"); CREATE INDEX ON "RollupAnswer" ("sliceId", "hour")`,
  )
  const ledger = {
    fact_delta: "RollupFact",
    answer_delta: "RollupAnswer",
    unit_delta: "RollupUnit",
    fate_delta: "RollupFate",
  } as const
  for (const sum of sums) {
    if (sum.delta === "fate_delta") continue
    const names = [...sum.keys, ...sum.counts].map((column) => `"${column}"`).join(", ")
    await run(
      `INSERT INTO "${sum.table}" (${names}) SELECT ${names} FROM (${sum.select(`(SELECT 1 AS "sign", l.* FROM "${ledger[sum.delta]}" l
      JOIN "RollupSlice" s ON s."id" = l."sliceId" JOIN "RollupGroup" g ON g."id" = s."groupId" WHERE g."projectId" = '${id}')`)}) d`,
    )
  }
  await run(`INSERT INTO "RollupState" ("projectId", "snapshot", "rule", "version")
    SELECT '${id}', pg_current_snapshot()::text, ${ruleNow}, 1 FROM "Project" p WHERE p."id" = '${id}'`)
  await run(`INSERT INTO "RollupPack" ("kind", "sliceId", "day") SELECT DISTINCT 1, "sliceId", "day" FROM "RollupFact"
    UNION ALL SELECT DISTINCT 2, "sliceId", ("hour" AT TIME ZONE 'UTC')::date FROM "RollupAnswer"
    UNION ALL SELECT DISTINCT 3, "sliceId", "day" FROM "RollupUnit"`)
  await run("RESET session_replication_role")
  client.release()
  await pool().query("VACUUM ANALYZE")
  const packing = performance.now()
  while ((await packRollup(id)) > 0);
  rows.push({ what: "packing all days", target: "", measured: `${seconds(packing).toFixed(0)} s`, ok: null })
  await pool().query(`VACUUM ANALYZE "RollupPack"`)
  const size = await pool().query<{ n: string; cells: string }>(
    `SELECT pg_size_pretty(pg_database_size(current_database())) AS n, (SELECT count(*) FROM "RollupCell") AS cells`,
  )
  console.error(
    `generated in ${seconds(from).toFixed(0)} s, ${size.rows[0]?.n}, ${size.rows[0]?.cells} cells`,
  )
}

async function measurePage(): Promise<void> {
  const open = () =>
    requireProjectAccess(
      { kind: "cli" },
      "large",
      "project:read",
      "results:read",
      "tasks:read",
      "annotations:read",
    )
  const access = await open()
  const round = await db().round.findFirstOrThrow({ where: { projectId: access.projectId, number: 2 } })
  const model = await db().model.findFirstOrThrow({ where: { projectId: access.projectId, key: "model-3" } })
  const summed = [
    ["whole project", {}],
    ["by round", { round: round.id }],
    ["by criterion", { criterion: "helpful" }],
    ["by cohort", { cohort: "held-out" }],
  ] as const
  for (const [what, change] of summed) {
    const filter = toNumbersFilter({ ...numbersQueryDefaults, ...change })
    const key = figureKey(filter)
    const from = performance.now()
    await computeFigures(access, filter, key, 1)
    const computed = seconds(from)
    const crowd = performance.now()
    while ((await getCrowd(access, filter)).state !== "ready") await delay(50)
    rows.push({
      what: `what the crowd says, ${what}, off the request`,
      target: "",
      measured: `${seconds(crowd).toFixed(2)} s`,
      ok: null,
    })
    const sliced = performance.now()
    while ((await getSlices(access, filter)).state !== "ready") await delay(50)
    rows.push({
      what: `the leaderboard of each slice, ${what}, off the request`,
      target: "",
      measured: `${seconds(sliced).toFixed(2)} s`,
      ok: null,
    })
    const times: number[] = []
    for (let i = 0; i < 200; i++) {
      const start = performance.now()
      const reader = await open()
      const [figures] = await Promise.all([getFigures(reader, filter), listNumbersChoices(reader)])
      await Promise.all([getCrowd(reader, filter), getSlices(reader, filter)])
      if (figures.state !== "ready") throw new Error(figures.state)
      times.push(performance.now() - start)
    }
    rows.push({
      what: `server part of the page, ${what}, p95 of 200`,
      target: "150 ms",
      measured: `${p(times, 0.95)} ms (computed off the request in ${computed.toFixed(2)} s)`,
      ok: Number(p(times, 0.95)) <= 150,
    })
  }
  const others = [
    ["30 of 300 days", { from: "2026-03-01", to: "2026-03-30" }],
    ["half of the days", { from: "2026-05-31" }],
    ["all days but one", { from: "2026-01-02" }],
    ["tag", { tag: "sql" }],
    ["language", { language: "de" }],
    ["guideline version", { guideline: 2 }],
    ["model", { model: model.id }],
  ] as const
  for (const [what, change] of others) {
    const filter = toNumbersFilter({ ...numbersQueryDefaults, ...change })
    const from = performance.now()
    await computeFigures(access, filter, figureKey(filter), 1)
    const took = seconds(from)
    rows.push({
      what: `off the request, by ${what}`,
      target: "2 s",
      measured: `${took.toFixed(2)} s`,
      ok: took <= 2,
    })
  }
}

function p(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}
