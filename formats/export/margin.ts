import type { marginRules } from "@/formats/export/settings"

export type MarginRule = (typeof marginRules)[number]

export const marginLabels: Readonly<Record<MarginRule, string>> = {
  scale: "As the protocol names it for each level",
  llama2_small: "Llama 2, small: 1, 2/3, 1/3, 0",
  llama2_large: "Llama 2, large: 3, 2, 1, 0",
  logit: "Log-odds of the share of votes, at most 2.94",
}

/**
 * Margin of one vote. Llama 2 (arXiv 2307.09288) has four levels, "significantly better" to "negligibly
 * better or unsure": 1, 2/3, 1/3, 0 or 3, 2, 1, 0. Scales with fewer levels use its upper ones: three
 * levels 1/3, 2/3, 1; two levels 1/3 and 1; a plain one 1 (times 3 for the large scale).
 *
 * `margins` are the protocol's own, index 0 = level 1; a level without one falls back to the small scale.
 *
 * Examples: `voteMargin("llama2_large", 2, 3, [])` is 2, `voteMargin("llama2_small", 1, 4, [])` is 0.
 */
export function voteMargin(
  rule: MarginRule,
  level: number | null,
  maxLevel: number,
  margins: readonly number[],
): number {
  if (level === null) return 0
  const own = margins[level - 1]
  if (rule === "scale" && own !== undefined) return own
  const thirds = llama2[Math.min(Math.max(maxLevel, 1), 4)]?.[Math.min(level, maxLevel) - 1] ?? 3
  return rule === "llama2_large" ? thirds : thirds / 3
}

const llama2: Readonly<Record<number, readonly number[]>> = {
  1: [3],
  2: [1, 3],
  3: [1, 2, 3],
  4: [0, 1, 2, 3],
}

/**
 * `ln(p / (1 - p))` of the share p for the winner, p clipped to [0.5, 0.95], so that unanimous pairs do
 * not become infinite: 0 to 2.944.
 *
 * Example: three votes of four, p = 0.75, is ln 3 = 1.0986.
 */
export function logitMargin(share: number): number {
  const p = Math.min(Math.max(share, 0.5), 0.95)
  return p === 0.5 ? 0 : Math.log(p / (1 - p))
}
