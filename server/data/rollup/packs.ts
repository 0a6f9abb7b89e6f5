import type pg from "pg"
import { pool } from "@/server/data/db"
import type { Sql } from "@/server/data/transaction"

/**
 * Ledgers packed by slice and day. A comparison takes 12 bytes: the person, then in one number both models (24 bits
 * each) and what is left of it (13 bits); an answer 24 bytes by person and day; two people who judged the same 16.
 * Big-endian, as PostgreSQL sends them. server/data/rollup/read-packs.ts is the other half.
 *
 * A pack is emptied with the change that makes it wrong, in the same transaction, and packed again by the program that
 * counts, once its day is over. In between the reader takes the ledger's rows: always right, only slower.
 */
export const packKinds = { facts: 1, answers: 2, pairs: 3 } as const
export type PackKind = keyof typeof packKinds

/** SQL: the pack of slice and day p."sliceId", p."day", out of the ledger. */
export const packNow: Readonly<Record<PackKind, string>> = {
  // Every operator of PostgreSQL but + has one precedence: all of them in brackets.
  facts: `(SELECT string_agg(int4send(f."personId") || int8send((f."first"::bigint << 37) | (f."second"::bigint << 13)
      | ((f."side" + 1) | ((f."outcome" + 1) << 2) | (f."bad"::int << 4) | (f."level"::int << 5)
        | ((f."length" + 2) << 8) | (f."head"::int << 11) | (f."own"::int << 12))::bigint), ''::bytea)
    FROM "RollupFact" f WHERE f."sliceId" = p."sliceId" AND f."day" = p."day")`,
  answers: `(SELECT string_agg(int4send(x."personId") || int4send(x."answers") || int4send(x."timed") || int4send(x."flags")
      || int8send(x."activeMs"), ''::bytea)
    FROM (SELECT f."personId", count(*)::int AS "answers", count(f."activeMs")::int AS "timed",
        sum(f."flags")::int AS "flags", coalesce(sum(f."activeMs"), 0)::bigint AS "activeMs"
      FROM "RollupAnswer" f WHERE f."sliceId" = p."sliceId" AND f."hour" >= p."day"::timestamp AT TIME ZONE 'UTC'
        AND f."hour" < (p."day" + 1)::timestamp AT TIME ZONE 'UTC' GROUP BY 1) x)`,
  pairs: `(SELECT string_agg(int4send(z."one") || int4send(z."two") || int4send(z."pairs") || int4send(z."agreeing"), ''::bytea)
    FROM (SELECT least(x."person", y."person") AS "one", greatest(x."person", y."person") AS "two",
        count(*)::int AS "pairs", (count(*) FILTER (WHERE x."answer" = y."answer"))::int AS "agreeing"
      FROM "RollupUnit" f
      CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS x("person", "answer", "at")
      CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS y("person", "answer", "at")
      WHERE f."sliceId" = p."sliceId" AND f."day" = p."day" AND x."at" < y."at" GROUP BY 1, 2) z)`,
}

const deltas = [
  [packKinds.facts, `SELECT DISTINCT "sliceId", "day" FROM fact_delta`],
  [
    packKinds.answers,
    `SELECT DISTINCT "sliceId", ("hour" AT TIME ZONE 'UTC')::date AS "day" FROM answer_delta`,
  ],
  [packKinds.pairs, `SELECT DISTINCT "sliceId", "day" FROM unit_delta`],
] as const

/** Empties the packs that the deltas touch, and makes those of slices and days that are new. */
export async function emptyPacks(tx: Sql): Promise<void> {
  for (const [kind, touched] of deltas) {
    await tx.query(
      `INSERT INTO "RollupPack" AS p ("kind", "sliceId", "day") SELECT ${kind}, d."sliceId", d."day" FROM (${touched}) d
       ON CONFLICT ("kind", "sliceId", "day") DO UPDATE SET "packed" = NULL WHERE p."packed" IS NOT NULL`,
    )
  }
}

/** Slices and days packed in one transaction. */
const AT_ONCE = 500

/** Packs some days that are over and not packed, in the caller's transaction, which counts alone. Returns how many. */
export async function packSome(client: pg.PoolClient, projectId: string): Promise<number> {
  let packed = 0
  for (const [kind, number] of Object.entries(packKinds) as [PackKind, number][]) {
    const { rowCount } = await client.query(
      `WITH open AS (
         SELECT p."sliceId", p."day" FROM "RollupPack" p JOIN "RollupSlice" s ON s."id" = p."sliceId"
         JOIN "RollupGroup" g ON g."id" = s."groupId"
         WHERE g."projectId" = $1::uuid AND p."kind" = $2 AND p."packed" IS NULL
           AND p."day" < (now() AT TIME ZONE 'UTC')::date LIMIT ${AT_ONCE})
       UPDATE "RollupPack" p SET "packed" = coalesce(${packNow[kind]}, ''::bytea) FROM open
       WHERE p."kind" = $2 AND p."sliceId" = open."sliceId" AND p."day" = open."day"`,
      [projectId, number],
    )
    packed += rowCount ?? 0
  }
  return packed
}

/** Projects with days that are over and not packed. */
export async function listUnpacked(): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT DISTINCT g."projectId" AS "id" FROM "RollupPack" p JOIN "RollupSlice" s ON s."id" = p."sliceId"
     JOIN "RollupGroup" g ON g."id" = s."groupId"
     WHERE p."packed" IS NULL AND p."day" < (now() AT TIME ZONE 'UTC')::date`,
  )
  return rows.map((row) => row.id)
}
