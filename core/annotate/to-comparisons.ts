import type { VerdictItem } from "@/core/annotate/wire"
import type { Protocol } from "@/core/protocol"
import type { StoredPreference } from "@/core/verdict"
import { toStored, turnRound } from "@/core/verdict"

export type StoredComparison = StoredPreference & {
  readonly criterion: string
  readonly positionA: number
  readonly positionB: number
}

/**
 * The pairs of stored positions that an answer to a pair states, one per criterion. `asks` turns the
 * main answer round where the worse text was asked for; further criteria always ask for the better.
 */
export function pairComparisons(
  item: VerdictItem,
  shown: readonly number[],
  asks: Protocol["asks"] = "better",
): StoredComparison[] {
  const main = item.verdict && (asks === "worse" ? turnRound(item.verdict) : item.verdict)
  const answers = [
    ...(main ? [{ name: "overall", verdict: main }] : []),
    ...item.criteria.filter((answer) => answer.name !== "overall"),
  ]
  return answers.map(({ name, verdict }) => ({
    criterion: name,
    positionA: 0,
    positionB: 1,
    ...toStored(verdict, shown),
  }))
}

/**
 * The C(K,2) pairs of a ranking: the lower rank is better, equal ranks tie, unranked texts are in
 * no pair. Ranks come in screen order and leave in stored order.
 *
 * Example: shown `[2, 0, 1]` with ranks `[1, 2, 2]`: text 2 beats 0 and 1, which tie.
 */
export function rankingComparisons(
  ranks: readonly (number | null)[],
  shown: readonly number[],
): StoredComparison[] {
  const placed = toPlacements(ranks, shown)
  return placed.flatMap((a, i) =>
    placed.slice(i + 1).flatMap((b): StoredComparison[] => {
      if (a.rank === null || b.rank === null) return []
      const pair = { criterion: "overall", positionA: a.position, positionB: b.position }
      if (a.rank === b.rank) return [{ ...pair, preference: "TIE", bothBad: false, level: null }]
      return [{ ...pair, preference: a.rank < b.rank ? "A" : "B", bothBad: false, level: 1 }]
    }),
  )
}

/** Ranks by stored position, in stored order. */
export function toPlacements(
  ranks: readonly (number | null)[],
  shown: readonly number[],
): { position: number; rank: number | null }[] {
  return shown
    .map((position, screen) => ({ position, rank: ranks[screen] ?? null }))
    .toSorted((a, b) => a.position - b.position)
}
