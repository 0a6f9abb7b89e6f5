import { execFile } from "node:child_process"
import { pipeline } from "node:stream/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import pg from "pg"
import { from as copyFrom, to as copyTo } from "pg-copy-streams"
import { expect, test } from "vitest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { applyMigrations } from "@/server/migrate/apply-migrations"

// Of two machines everything but the data may differ: the locale and time zone of the process, those of the
// database, how it writes times and numbers, and in which order it sorts.

const words = [
  "Zebra",
  "ähnlich",
  "Ähre",
  "abc",
  "ABC",
  "a-b",
  "öre",
  "Öl",
  "co-op",
  "coop",
  "ıssız",
  "ISSIZ",
]

async function hashesOf(slug: string, env: Readonly<Record<string, string>>): Promise<string> {
  const formats = ["preference", "arena", "raw_annotations"]
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "tests/support/export-hashes-child.ts", slug, ...formats],
    { env: { ...process.env, ...env } },
  )
  return stdout
}

/** The same rows in a database that sorts as a dictionary does. */
async function copyToDictionary(url: URL): Promise<URL> {
  const copy = new URL(url)
  copy.pathname = `${url.pathname}_icu`
  const name = copy.pathname.slice(1)
  const source = new pg.Client({ connectionString: url.href })
  await source.connect()
  await source.query(
    `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE-u-kf-upper'`,
  )
  await applyMigrations(copy.href, fileURLToPath(new URL("../../prisma/migrations", import.meta.url)))
  const target = new pg.Client({ connectionString: copy.href })
  await target.connect()
  // Neither triggers nor references look on: these rows were checked when they were written.
  await target.query("SET session_replication_role = replica")
  const { rows } = await source.query<{ name: string; columns: string }>(
    `SELECT quote_ident(c."relname") AS "name", string_agg(quote_ident(a."attname"), ', ' ORDER BY a."attnum") AS "columns"
     FROM pg_class c JOIN pg_attribute a ON a."attrelid" = c."oid"
     WHERE c."relnamespace" = 'public'::regnamespace AND c."relkind" = 'r' AND a."attnum" > 0
       AND NOT a."attisdropped" AND a."attgenerated" = '' AND c."relname" <> '_prisma_migrations'
     GROUP BY c."relname"`,
  )
  for (const table of rows) {
    await target.query(`DELETE FROM ${table.name}`)
    await pipeline(
      source.query(copyTo(`COPY ${table.name} (${table.columns}) TO STDOUT`)),
      target.query(copyFrom(`COPY ${table.name} (${table.columns}) FROM STDIN`)),
    )
  }
  await target.end()
  await source.end()
  return copy
}

test("another locale, time zone and order of sorting, of the process and of the database: the same bytes", {
  timeout: 120_000,
}, async () => {
  const project = await createProject()
  const people = await Promise.all(words.slice(0, 3).map(() => createUser()))
  for (const [index, word] of words.entries()) {
    const { task } = await createPair(project, { prompt: `${word} 1,5 ½ ${index}` })
    for (const [vote, person] of people.entries()) {
      const preference = (index + vote) % 4 === 0 ? "B" : "A"
      await createAnnotation(project, task, person, { preference, level: 1 + (index % 3) })
    }
  }
  const url = new URL(process.env.DATABASE_URL ?? "")
  const here = await hashesOf(project.slug, { TZ: "UTC", LC_ALL: "C" })
  expect(
    Object.values(JSON.parse(here) as object).filter((hash) => /^[0-9a-f]{64}$/.test(hash)),
  ).toHaveLength(3)

  const copy = await copyToDictionary(url)
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  try {
    const name = copy.pathname.slice(1)
    for (const setting of [
      `"TimeZone" = 'Pacific/Chatham'`,
      `"DateStyle" = 'SQL, DMY'`,
      `"IntervalStyle" = 'iso_8601'`,
      `extra_float_digits = 0`,
      `bytea_output = 'escape'`,
      `default_transaction_isolation = 'serializable'`,
    ])
      await admin.query(`ALTER DATABASE "${name}" SET ${setting}`)
    const elsewhere = { TZ: "Pacific/Chatham", LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" }
    expect(await hashesOf(project.slug, { ...elsewhere, DATABASE_URL: copy.href })).toBe(here)
    const { rows } = await admin.query<{ first: string }>(
      `SELECT datlocprovider AS "first" FROM pg_database WHERE datname = $1`,
      [name],
    )
    expect(rows).toEqual([{ first: "i" }])
  } finally {
    await admin.query(`DROP DATABASE "${copy.pathname.slice(1)}" WITH (FORCE)`)
    await admin.end()
  }
})
