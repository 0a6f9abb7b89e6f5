import type { ItemLabel } from "@/formats/import/item"

type Extra = { readonly labeler?: string; readonly criterion?: string; readonly bothBad?: boolean }

/**
 * A preference between the first (0) and the second (1) completion of an item. `strength` as in
 * HelpSteer3: negative = the first is better, 0 = neither; its size is the level, where `stated`.
 *
 * Example: `pairLabel(-2, true)` says that completion 0 is better, level 2.
 */
export function pairLabel(
  strength: number,
  stated: boolean,
  { labeler = "", criterion, bothBad }: Extra = {},
): ItemLabel {
  const size = Math.min(9, Math.max(1, Math.round(Math.abs(strength))))
  return {
    better: strength > 0 ? 1 : 0,
    worse: strength > 0 ? 0 : 1,
    tie: strength === 0,
    bothBad: strength === 0 && bothBad === true,
    level: stated && strength !== 0 ? size : null,
    labeler,
    ...(criterion !== undefined && { criterion }),
  }
}

/**
 * Every pair of a ranking or of scores, for completions in their order; null = not placed, no pair.
 * `lowest` = the smallest number is best (ranks), `highest` = the largest is (scores).
 *
 * Example: ranks `[2, 1, 1]` give 1 over 0, 2 over 0, and a tie of 1 and 2.
 */
export function rankLabels(
  places: readonly (number | null)[],
  best: "lowest" | "highest",
  extra: Extra = {},
): ItemLabel[] {
  return places.flatMap((first, i) =>
    places.slice(i + 1).flatMap((second, after): ItemLabel[] => {
      if (first === null || second === null) return []
      const strength = (best === "lowest" ? 1 : -1) * (first - second)
      const { better, worse, ...rest } = pairLabel(Math.sign(strength), false, extra)
      const at = [i, i + 1 + after] as const
      return [{ ...rest, better: at[better === 0 ? 0 : 1], worse: at[worse === 0 ? 0 : 1] }]
    }),
  )
}
