import pg from "pg"

/**
 * Time and memory of the search for near duplicates in a project of 100,000 prompts of 80 to 1,500 characters, of which a
 * tenth are another with a few words changed, a tenth the same in other white space, and a tenth begin alike.
 *
 *     DATABASE_URL=postgresql://… npx tsx bench/duplicates.ts [prompts]
 *
 * Works in a database of its own, which it makes and drops beside the one given.
 */
const PROMPTS = Number(process.argv[2] ?? 100_000)
const NAME = `bench_duplicates_${process.pid}`

const server = process.env.DATABASE_URL
if (!server) throw new Error("Set DATABASE_URL to a PostgreSQL server; a database of its own is made there.")
const admin = new pg.Client({ connectionString: server })
await admin.connect()
await admin.query(`CREATE DATABASE ${NAME}`)
const url = new URL(server)
url.pathname = `/${NAME}`
process.env.DATABASE_URL = url.href
process.env.DIPTYCH_SECRET ??= "bench".padEnd(48, "x")

const { createRng, drawIndex } = await import("@/stats/random")
const { closeDb, pool } = await import("@/server/data/db")
try {
  const { applyMigrations } = await import("@/server/migrate/apply-migrations")
  await applyMigrations(url.href, "prisma/migrations")
  const { requireInstanceAccess, requireProjectAccess } = await import("@/server/access")
  const { createProject } = await import("@/server/projects/create-project")
  await createProject(requireInstanceAccess({ kind: "cli" }, "projects:create"), { slug: "bench" })
  const access = await requireProjectAccess({ kind: "cli" }, "bench", "prompts:read", "prompts:update")
  const chars = await seed(access.projectId)
  const { findDuplicates } = await import("@/server/duplicates/find-duplicates")
  const before = process.memoryUsage().rss
  let peak = before
  let [longest, last] = [0, performance.now()]
  const watch = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 5)
  const start = performance.now()
  const found = await findDuplicates(access, { threshold: 0.8, prefix: 200 }, async () => {})
  const seconds = (performance.now() - start) / 1000
  clearInterval(watch)
  console.log(
    JSON.stringify({
      bench: "duplicates",
      ...found,
      chars,
      seconds: Math.round(seconds * 10) / 10,
      longestPauseMs: Math.round(longest),
      beforeMB: Math.round(before / 1e6),
      peakMB: Math.round(peak / 1e6),
    }),
  )
} finally {
  await closeDb()
  await admin.query(`DROP DATABASE ${NAME} WITH (FORCE)`)
  await admin.end()
}

async function seed(projectId: string): Promise<number> {
  const rng = createRng(1)
  const words = Array.from({ length: 3000 }, () =>
    String.fromCharCode(...Array.from({ length: 2 + drawIndex(rng, 8) }, () => 97 + drawIndex(rng, 26))),
  )
  const some = (count: number) =>
    Array.from({ length: count }, () => words[Math.floor(words.length * rng() ** 2)] ?? "").join(" ")
  const texts: string[] = []
  const pick = () => texts[drawIndex(rng, Math.max(1, texts.length))] ?? some(40)
  while (texts.length < PROMPTS) {
    const kind = drawIndex(rng, 10)
    if (kind === 0) {
      const parts = pick().split(" ")
      parts[drawIndex(rng, parts.length)] = some(1)
      texts.push(parts.join(" "))
    } else if (kind === 1) texts.push(`${pick().replaceAll(" ", "  ")}\n`)
    else if (kind === 2) texts.push(`${pick().slice(0, 220)} ${some(30)}`)
    else texts.push(some(15 + drawIndex(rng, 200)))
  }
  for (let at = 0; at < texts.length; at += 5000) {
    await pool().query(
      `INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "chars")
       SELECT gen_random_uuid(), $1::uuid, md5(x."text" || x."n"),
         jsonb_build_array(jsonb_build_object('role', 'user', 'content', x."text")), length(x."text")
       FROM unnest($2::text[]) WITH ORDINALITY AS x("text", "n")
       ON CONFLICT DO NOTHING`,
      [projectId, texts.slice(at, at + 5000)],
    )
  }
  return texts.reduce((sum, text) => sum + text.length, 0)
}
