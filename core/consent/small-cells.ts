export type SuppressedCounts = {
  /** Null where even the number of answers is too small to show. */
  readonly total: number | null
  /** Null = hidden. Which of the hidden ones is small is not said. */
  readonly cells: readonly (number | null)[]
}

/** Fewer answers than this to one choice are not shown. */
export const defaultSmallest = 5

/**
 * Counts as they may be shown: no cell under `smallest`, and none that follows from the others.
 *
 * Cells under `smallest` are hidden (zero too: that nobody is something says something). Since the total
 * is shown, what is hidden could be found by subtraction; so further counts are hidden, the smallest
 * first and equal ones together, until the hidden cells hold at least `smallest` answers and at least
 * two different counts: exchanging those two gives the same picture, so no hidden cell can be worked
 * out, even by who knows this rule. Hidden cells all look alike, whichever part of the rule hid them.
 * With a total under `smallest` nothing is shown at all.
 * (Primary and complementary suppression: Hundepool et al., Statistical Disclosure Control, 2012, ch. 4.)
 *
 * Example with 5: `[12, 9, 2]` is total 23 with `[12, null, null]`; `[12, 9, 0]` is total 21 with
 * `[12, null, null]`; `[12, 9, 7]` is shown whole.
 */
export function suppressSmallCells(
  counts: readonly number[],
  smallest: number = defaultSmallest,
): SuppressedCounts {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total < smallest) return { total: null, cells: counts.map(() => null) }
  const ascending = [...new Set(counts)].toSorted((a, b) => a - b)
  const hidden = new Set(ascending.filter((count) => count < smallest))
  if (hidden.size > 0) {
    const held = () => counts.reduce((sum, count) => sum + (hidden.has(count) ? count : 0), 0)
    for (const count of ascending) {
      if (hidden.size >= 2 && held() >= smallest) break
      hidden.add(count)
    }
  }
  return { total, cells: counts.map((count) => (hidden.has(count) ? null : count)) }
}
