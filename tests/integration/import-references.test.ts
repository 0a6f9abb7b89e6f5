import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { pool } from "@/server/data/db"
import { insertChecked } from "@/server/data/import/insert-checked"
import { transaction } from "@/server/data/transaction"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

const tables = ["Prompt", "Completion", "Task", "TaskCompletion", "ImportedLabel"]

/** Rows that point at nothing, by constraint: what PostgreSQL itself would refuse. */
async function danglingRows(): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ name: string; child: string; parent: string; on: string }>(
    `SELECT k.conname AS name, k.conrelid::regclass::text AS child, k.confrelid::regclass::text AS parent,
       (SELECT string_agg(format('p.%I = c.%I', pa.attname, ca.attname), ' AND ')
        FROM unnest(k.conkey, k.confkey) AS x(c, p)
        JOIN pg_attribute ca ON ca.attrelid = k.conrelid AND ca.attnum = x.c
        JOIN pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = x.p) AS "on"
     FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = ANY ($1::text[]::regclass[])`,
    [tables.map((table) => `"${table}"`)],
  )
  expect(rows.length).toBeGreaterThan(10)
  const found: Record<string, number> = {}
  for (const { name, child, parent, on } of rows) {
    const columns = [...on.matchAll(/c\.("?\w+"?)/g)].map(([column]) => `${column} IS NOT NULL`)
    const { rows: counted } = await pool().query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${child} c
       WHERE ${columns.join(" AND ")} AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE ${on})`,
    )
    if ((counted[0]?.n ?? 0) > 0) found[name] = counted[0]?.n ?? 0
  }
  return found
}

test("whatever an import stores points at rows that are there", async () => {
  const slug = await newProject()
  const rows = Array.from({ length: 30 }, (_, i) => ({
    prompt: `P${i % 20}`,
    chosen: `yes ${i}`,
    rejected: `no ${i}`,
  }))
  await importInto(slug, [writeSource("first.jsonl", jsonl(...rows.slice(0, 15)))])
  // Prompts and completions of before are pointed at, too.
  await importInto(slug, [writeSource("second.jsonl", jsonl(...rows))])
  expect(await danglingRows()).toEqual({})
})

const orphan = `INSERT INTO "TaskCompletion" ("taskId", "position", "completionId") VALUES ($1, 0, $1)`

test("only the bulk inserts leave the question out, and only a superuser's", async () => {
  const refused = transaction(async (client) => {
    await insertChecked(client, async () => client.query("SELECT 1"))
    await client.query(orphan, [randomUUID()])
  })
  await expect(refused).rejects.toMatchObject({ code: "23503" })
  const role = `plain_${randomUUID().slice(0, 8)}`
  await transaction(
    async (client) => {
      const setting = async () =>
        (await client.query<{ now: string }>("SELECT current_setting('session_replication_role') AS now"))
          .rows[0]?.now
      expect(await insertChecked(client, setting)).toBe("replica")
      await client.query(`CREATE ROLE ${role}; SET LOCAL SESSION AUTHORIZATION ${role}`)
      expect(await insertChecked(client, setting)).toBe("origin")
    },
    { rollback: true },
  )
})
