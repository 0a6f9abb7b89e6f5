import { toInputs, type Vote } from "@/core/numbers/from-votes"
import { computeRatings } from "@/core/numbers/ratings"
import type { Ratings } from "@/core/numbers/report"

/** The leaderboard of the votes of one language, use case or tag. */
export interface SliceRatings {
  readonly kind: "language" | "useCase" | "tag"
  readonly label: string
  readonly ratings: Ratings
}

/** Slices shown of each kind, most votes first. */
const MOST = 20

/** Leaderboards within each language, use case and tag that occurs; a vote without one is in none of that kind. */
export function computeSliceRatings(votes: readonly Vote[]): SliceRatings[] {
  const kinds = [
    ["language", (vote: Vote) => [vote.language]],
    ["useCase", (vote: Vote) => [vote.useCase]],
    ["tag", (vote: Vote) => vote.tags],
  ] as const
  return kinds.flatMap(([kind, labelsOf]) => {
    const groups = new Map<string, Vote[]>()
    for (const vote of votes) {
      for (const label of labelsOf(vote)) {
        if (label === "") continue
        const own = groups.get(label)
        if (own) own.push(vote)
        else groups.set(label, [vote])
      }
    }
    return [...groups]
      .toSorted(([x, a], [y, b]) => b.length - a.length || (x < y ? -1 : 1))
      .slice(0, MOST)
      .map(
        ([label, own]): SliceRatings => ({
          kind,
          label,
          ratings: computeRatings(toInputs(own, false), { length: false, refits: 400 }).ratings,
        }),
      )
  })
}
