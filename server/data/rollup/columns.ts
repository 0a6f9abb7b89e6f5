/** The counts of RollupCell, each with the condition on a fact under which it grows. Names and conditions are ours. */
const lengths = [-2, -1, 0, 1, 2]

export const cellCounts: readonly (readonly [name: string, when: string])[] = [
  ...[1, 2, 3, 4].map((level) => [`win${level}`, `f."outcome" = 1 AND f."level" = ${level}`] as const),
  ...[1, 2, 3, 4].map((level) => [`loss${level}`, `f."outcome" = -1 AND f."level" = ${level}`] as const),
  ["tie", `f."outcome" = 0 AND NOT f."bad"`],
  ["bad", `f."bad"`],
  ...lengths.map((length, i) => [`lw${i}`, `f."outcome" = 1 AND f."length" = ${length}`] as const),
  ...lengths.map((length, i) => [`lt${i}`, `f."outcome" = 0 AND f."length" = ${length}`] as const),
  ...lengths.map((length, i) => [`ll${i}`, `f."outcome" = -1 AND f."length" = ${length}`] as const),
]

/** The same for RollupTally. */
export const tallyCounts: readonly (readonly [name: string, when: string])[] = [
  ["answers", `f."head"`],
  ["comparisons", "true"],
  ["ties", `f."outcome" = 0`],
  ["bad", `f."bad"`],
  ["pairs", `f."side" <> 0`],
  ["left", `f."side" <> 0 AND f."outcome" = f."side"`],
  ["right", `f."side" <> 0 AND f."outcome" = -f."side"`],
  ["unlike", `f."side" <> 0 AND f."outcome" <> 0 AND f."length" <> 0`],
  ["longer", `f."side" <> 0 AND f."outcome" <> 0 AND f."outcome" = sign(f."length")`],
]

/** SQL: the change of each count, `"win1", …` of rows that carry a "sign". */
export function signedSums(counts: readonly (readonly [string, string])[], of = `f."sign"`): string {
  return counts
    .map(([name, when]) => `coalesce(sum(${of}) FILTER (WHERE ${when}), 0)::int AS "${name}"`)
    .join(",\n")
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ")
}
