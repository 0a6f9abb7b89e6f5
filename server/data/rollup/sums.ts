import { cellCounts, quoted, signedSums, tallyCounts } from "@/server/data/rollup/columns"

/**
 * The tables of sums and how each follows from a ledger. A delta is a ledger's row with a "sign": −1 as it was, +1 as
 * it is; the sums change by their difference. From scratch every row has the sign +1, so both ways are one statement,
 * and the test compares them.
 */
export type Sum = {
  readonly table: string
  /** Temporary table of signed rows of its ledger. */
  readonly delta: "fact_delta" | "answer_delta" | "unit_delta" | "fate_delta"
  readonly keys: readonly string[]
  readonly counts: readonly string[]
  /** Keys and counts out of `source`, which has the columns of the delta. */
  readonly select: (source: string) => string
  /** The count that is 0 when the row stands for nothing any more. */
  readonly empty: string
}

const cellNames = cellCounts.map(([name]) => name)
const tallyNames = tallyCounts.map(([name]) => name)

export const sums: readonly Sum[] = [
  {
    table: "RollupCell",
    delta: "fact_delta",
    keys: ["groupId", "personId", "first", "second", "side"],
    counts: cellNames,
    select: (
      source,
    ) => `SELECT s."groupId", f."personId", f."first", f."second", f."side", ${signedSums(cellCounts)}
      FROM ${source} f JOIN "RollupSlice" s ON s."id" = f."sliceId" GROUP BY 1, 2, 3, 4, 5`,
    empty: ["lw", "lt", "ll"].flatMap((kind) => [0, 1, 2, 3, 4].map((i) => `t."${kind}${i}"`)).join(" + "),
  },
  {
    table: "RollupTally",
    delta: "fact_delta",
    keys: ["groupId", "personId"],
    counts: tallyNames,
    select: (source) => `SELECT s."groupId", f."personId", ${signedSums(tallyCounts)}
      FROM ${source} f JOIN "RollupSlice" s ON s."id" = f."sliceId" WHERE f."own" GROUP BY 1, 2`,
    empty: `t."comparisons"`,
  },
  {
    table: "RollupWork",
    delta: "answer_delta",
    keys: ["groupId", "day", "personId"],
    counts: ["answers", "comparisons", "timed", "activeMs", "flags"],
    select: (
      source,
    ) => `SELECT s."groupId", (f."hour" AT TIME ZONE 'UTC')::date AS "day", f."personId", sum(f."sign")::int AS "answers",
        sum(f."sign" * f."comparisons")::int AS "comparisons",
        coalesce(sum(f."sign") FILTER (WHERE f."activeMs" IS NOT NULL), 0)::int AS "timed",
        coalesce(sum(f."sign" * f."activeMs"::bigint), 0)::bigint AS "activeMs", sum(f."sign" * f."flags")::int AS "flags"
      FROM ${source} f JOIN "RollupSlice" s ON s."id" = f."sliceId" GROUP BY 1, 2, 3`,
    empty: `t."answers"`,
  },
  {
    table: "RollupFateCount",
    delta: "fate_delta",
    keys: ["personId", "fate"],
    counts: ["answers"],
    select: (source) =>
      `SELECT f."personId", f."fate", sum(f."sign")::int AS "answers" FROM ${source} f GROUP BY 1, 2`,
    empty: `t."answers"`,
  },
  {
    table: "RollupAgreement",
    delta: "unit_delta",
    keys: ["sliceId", "day", "a", "tie", "b"],
    counts: ["units"],
    select: (source) => `SELECT f."sliceId", f."day", f."a", f."tie", f."b", sum(f."sign")::int AS "units"
      FROM ${source} f GROUP BY 1, 2, 3, 4, 5`,
    empty: `t."units"`,
  },
  {
    table: "RollupPairing",
    delta: "unit_delta",
    keys: ["groupId", "one", "two"],
    counts: ["pairs", "agreeing"],
    select: (source) => `SELECT s."groupId", least(x."person", y."person") AS "one",
        greatest(x."person", y."person") AS "two", sum(f."sign")::int AS "pairs",
        coalesce(sum(f."sign") FILTER (WHERE x."answer" = y."answer"), 0)::int AS "agreeing"
      FROM ${source} f JOIN "RollupSlice" s ON s."id" = f."sliceId"
      CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS x("person", "answer", "at")
      CROSS JOIN LATERAL unnest(f."people", f."answers") WITH ORDINALITY AS y("person", "answer", "at")
      WHERE x."at" < y."at" GROUP BY 1, 2, 3`,
    empty: `t."pairs"`,
  },
]

/** Adds the signed rows of the deltas to a table of sums. */
export function addSum(sum: Sum): string {
  const { table, keys, counts } = sum
  const changes = counts.map((name) => `"${name}" = t."${name}" + excluded."${name}"`).join(", ")
  return `INSERT INTO "${table}" AS t (${quoted([...keys, ...counts])})
    SELECT ${quoted([...keys, ...counts])} FROM (${sum.select(sum.delta)}) d
    WHERE ${counts.map((name) => `d."${name}" <> 0`).join(" OR ")}
    ON CONFLICT (${quoted(keys)}) DO UPDATE SET ${changes}`
}

/** Takes away the rows that the same deltas have brought to nothing. */
export function dropEmpty(sum: Sum): string {
  const same = sum.keys.map((key) => `t."${key}" = d."${key}"`).join(" AND ")
  return `DELETE FROM "${sum.table}" t USING (${sum.select(sum.delta)}) d WHERE ${same} AND ${sum.empty} = 0`
}
