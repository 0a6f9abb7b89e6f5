/**
 * A ranking as it is keyed in: the digits of the texts from best to worst, `=` before a text that ties
 * with the one before it. Panels count from 0, in screen order.
 *
 * Example: the keys 3 1 = 4 say that text 3 is best and that 1 and 4 tie behind it:
 * `[2, 0, "=", 3]`, in groups `[[2], [0, 3]]`, ranks by panel `[2, null, 1, 2]`.
 */
export type RankStep = number | "="

/** Adds a text at the end of the order. A text that has its place already stays where it is. */
export function placePanel(steps: readonly RankStep[], panel: number, k: number): readonly RankStep[] {
  if (!Number.isInteger(panel) || panel < 0 || panel >= k || steps.includes(panel)) return steps
  return [...steps, panel]
}

/** The next text ties with the one before: nothing to tie with before the first, and once is enough. */
export function tieNext(steps: readonly RankStep[], k: number): readonly RankStep[] {
  const placed = steps.filter((step) => step !== "=").length
  return steps.length === 0 || steps.at(-1) === "=" || placed === k ? steps : [...steps, "="]
}

/** Takes back the last key. */
export function stepBack(steps: readonly RankStep[]): readonly RankStep[] {
  return steps.slice(0, -1)
}

/** Texts of equal rank, best first. */
export function toGroups(steps: readonly RankStep[]): readonly (readonly number[])[] {
  const groups: number[][] = []
  steps.forEach((step, index) => {
    if (step === "=") return
    const last = groups.at(-1)
    if (steps[index - 1] === "=" && last) last.push(step)
    else groups.push([step])
  })
  return groups
}

/** The keys that would have given these groups. */
export function toSteps(groups: readonly (readonly number[])[]): readonly RankStep[] {
  return groups.flatMap((group) =>
    group.flatMap((panel, index): RankStep[] => (index === 0 ? [panel] : ["=", panel])),
  )
}

/** Where a text is dropped: among the texts of a group, or into a rank of its own before a group. */
export type RankTarget = { readonly into: number } | { readonly before: number }

/** Moves a text by hand. Groups are counted as they stand before the move. */
export function movePanel(
  steps: readonly RankStep[],
  panel: number,
  target: RankTarget | null,
): readonly RankStep[] {
  const groups = toGroups(steps).map((group) => group.filter((one) => one !== panel))
  if (target === null) return toSteps(groups.filter(isFilled))
  if ("into" in target) {
    const own = groups[target.into]
    if (own === undefined || own.length === 0) return steps
    own.push(panel)
    return toSteps(groups.filter(isFilled))
  }
  groups.splice(Math.max(0, Math.min(target.before, groups.length)), 0, [panel])
  return toSteps(groups.filter(isFilled))
}

/** One text has no place yet and can only come last, so that K texts need K - 1 digits. */
export function withLast(steps: readonly RankStep[], k: number): readonly RankStep[] {
  const missing = unplaced(steps, k)
  const [last] = missing
  return missing.length === 1 && last !== undefined && k > 1 ? [...steps, last] : steps
}

export function unplaced(steps: readonly RankStep[], k: number): readonly number[] {
  return Array.from({ length: k }, (_, panel) => panel).filter((panel) => !steps.includes(panel))
}

/** Standard competition ranks by panel (1, 2, 2, 4); null = left out. */
export function toRanks(steps: readonly RankStep[], k: number): readonly (number | null)[] {
  const ranks: (number | null)[] = Array.from({ length: k }, () => null)
  let better = 0
  for (const group of toGroups(steps)) {
    for (const panel of group) ranks[panel] = better + 1
    better += group.length
  }
  return ranks
}

/** From stored ranks back to keys, for correcting what was said before. */
export function fromRanks(ranks: readonly (number | null)[]): readonly RankStep[] {
  const values = [...new Set(ranks.filter((rank) => rank !== null))].toSorted((a, b) => a - b)
  return toSteps(values.map((value) => ranks.flatMap((rank, panel) => (rank === value ? [panel] : []))))
}

export type RankingWish = "ranks-wanted" | "two-ranks-wanted" | "no-ties"

/** What a ranking still lacks before it can be given, or undefined. */
export function findRankingWish(
  steps: readonly RankStep[],
  k: number,
  rules: { readonly ties: boolean; readonly partial: boolean },
): RankingWish | undefined {
  const groups = toGroups(steps)
  const placed = groups.reduce((sum, group) => sum + group.length, 0)
  if (placed < k && !rules.partial) return "ranks-wanted"
  if (placed < Math.min(2, k)) return "two-ranks-wanted"
  return !rules.ties && groups.some((group) => group.length > 1) ? "no-ties" : undefined
}

function isFilled(group: readonly number[]): boolean {
  return group.length > 0
}
