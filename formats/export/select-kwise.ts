import type { DecidedPair } from "@/formats/export/decide-pairs"
import type { ExportSettings } from "@/formats/export/settings"
import type { SkipReason } from "@/formats/export/skip-reasons"

export const kwiseLabels: Readonly<Record<ExportSettings["kwise"], string>> = {
  all_pairs: "All pairs of a ranking, each weighing 1 / pairs",
  adjacent: "Only neighbours in a ranking",
  best_vs_worst: "Best against worst of each ranking",
  one_per_prompt: "One pair per prompt, drawn by the seed",
}

/**
 * Which pairs of a group (the texts of one ranking) become rows. Ranks are Copeland's: wins less losses
 * among the decided pairs, equal ones share a rank. `adjacent` keeps a better text against one of the
 * next rank, `best_vs_worst` one of the first against one of the last rank; a pair whose winner ranks
 * lower than its loser (a circle in the votes) is neither. `one_per_prompt` draws one pair per prompt and
 * criterion: the smallest SHA-256 of seed and comparison id.
 *
 * Example: A > B > C with A > C: adjacent keeps A > B and B > C, best_vs_worst A > C.
 */
export function selectKwise(
  pairs: readonly DecidedPair[],
  { kwise, seed }: Pick<ExportSettings, "kwise" | "seed">,
  sha256: (text: string) => string,
): { readonly pairs: readonly DecidedPair[]; readonly skipped: readonly SkipReason[] } {
  if (kwise === "all_pairs" || pairs.length <= 1) return { pairs, skipped: [] }
  const kept: DecidedPair[] = []
  const skipped: SkipReason[] = []
  const key = kwise === "one_per_prompt" ? criterionOf : groupOf
  for (const group of groupsOf(pairs, key)) {
    const isKept =
      kwise === "one_per_prompt"
        ? drawn(group, seed, sha256)
        : kwise === "adjacent"
          ? neighbours(group)
          : extremes(group)
    for (const pair of group) {
      if (isKept(pair)) kept.push(pair)
      else skipped.push(reasons[kwise])
    }
  }
  return { pairs: kept, skipped }
}

const reasons = {
  adjacent: "not_adjacent",
  best_vs_worst: "not_extreme",
  one_per_prompt: "another_of_prompt",
} as const satisfies Record<string, SkipReason>

function criterionOf(pair: DecidedPair): string {
  return pair.criterion
}

function groupOf(pair: DecidedPair): string {
  return `${pair.group} ${pair.criterion}`
}

function groupsOf(
  pairs: readonly DecidedPair[],
  key: (pair: DecidedPair) => string,
): Iterable<DecidedPair[]> {
  const groups = new Map<string, DecidedPair[]>()
  for (const pair of pairs) {
    const known = groups.get(key(pair))
    if (known) known.push(pair)
    else groups.set(key(pair), [pair])
  }
  return groups.values()
}

function drawn(group: readonly DecidedPair[], seed: string, sha256: (text: string) => string) {
  const ids = [...new Set(group.map(({ comparisonId }) => comparisonId))]
  const hashes = ids.map((id) => ({ id, hash: sha256(`${seed}:${id}`) }))
  const first = hashes.reduce(
    (best, next) => (next.hash < best.hash ? next : best),
    hashes[0] ?? { id: "", hash: "" },
  )
  return (pair: DecidedPair) => pair.comparisonId === first.id
}

function neighbours(group: readonly DecidedPair[]) {
  const rank = ranksOf(netWins(group))
  return (pair: DecidedPair) => rankGap(pair, rank) === 1
}

function extremes(group: readonly DecidedPair[]) {
  const rank = ranksOf(netWins(group))
  const widest = Math.max(0, ...rank.values())
  return (pair: DecidedPair) => widest > 0 && rankGap(pair, rank) === widest
}

/** Ranks between loser and winner; negative when the votes say the opposite of the ranking. */
function rankGap(pair: DecidedPair, rank: ReadonlyMap<string, number>): number {
  const [better, worse] = pair.winner === "A" ? [pair.hashA, pair.hashB] : [pair.hashB, pair.hashA]
  return (rank.get(worse) ?? 0) - (rank.get(better) ?? 0)
}

/** Wins less losses of every text. */
export function netWins(pairs: readonly DecidedPair[]): Map<string, number> {
  const net = new Map<string, number>()
  const add = (hash: string, by: number) => net.set(hash, (net.get(hash) ?? 0) + by)
  for (const { hashA, hashB, winner } of pairs) {
    add(hashA, winner === "A" ? 1 : -1)
    add(hashB, winner === "B" ? 1 : -1)
  }
  return net
}

/** 0 = best; equal scores share a rank and the next rank follows without a gap. */
export function ranksOf(net: ReadonlyMap<string, number>): Map<string, number> {
  const scores = [...new Set(net.values())].sort((a, b) => b - a)
  return new Map([...net].map(([hash, score]) => [hash, scores.indexOf(score)]))
}
