import { toInputs, type Vote } from "@/core/numbers/from-votes"
import { CELL_WIDTH, type NumbersInputs } from "@/core/numbers/inputs"
import { computeRatings } from "@/core/numbers/ratings"
import type { RatingRow, Ratings } from "@/core/numbers/report"
import { defined, notDefined } from "@/stats/outcome"

export const sliceKinds = ["criterion", "round", "cohort", "guideline", "language", "useCase", "tag"] as const
export type SliceKind = (typeof sliceKinds)[number]

/** The leaderboard of the comparisons of one language, use case, tag, …: as they are and at equal length. */
export interface SliceRatings {
  readonly kind: SliceKind
  readonly label: string
  readonly comparisons: number
  readonly ratings: Ratings
  readonly equalLength: Ratings
}

/** The leaderboards of all slices beside that of everything together. */
export interface SlicesReport {
  readonly whole: Omit<SliceRatings, "kind" | "label">
  readonly slices: readonly SliceRatings[]
  /** How many were compared; of more than 40 the best of the whole are kept. */
  readonly models: number
}

/** Slices rated of each kind, most comparisons first. */
export const MOST_SLICES = 20
/** Models kept of each slice, best of the whole first: many slices of hundreds of models are no longer read. */
const MOST_MODELS = 40
/** Fewer refits than for the page's own leaderboard: there are many slices. */
const REFITS = 400

type Counted = Pick<NumbersInputs, "models" | "cells">

/** Both leaderboards of some counts. */
export function rateCounts(inputs: Counted): Omit<SliceRatings, "kind" | "label"> {
  const raw = computeRatings(inputs, { length: false, refits: REFITS })
  const equal = computeRatings(inputs, { length: true, refits: REFITS })
  return {
    comparisons: countComparisons(inputs.cells),
    ratings: raw.ratings,
    equalLength: equal.length.term.defined
      ? equal.ratings
      : notDefined(raw.ratings.defined ? "no-variance" : raw.ratings.reason),
  }
}

function countComparisons(cells: Int32Array): number {
  let n = 0
  for (let at = 0; at < cells.length; at += CELL_WIDTH) {
    if (cells[at + 1] === cells[at + 2]) continue
    n += (cells[at + 5] as number) + (cells[at + 6] as number) + (cells[at + 7] as number)
  }
  return n
}

/** Slices beside the whole, narrowed to the models that are shown. */
export function toSlicesReport(whole: SlicesReport["whole"], slices: readonly SliceRatings[]): SlicesReport {
  const rows = whole.ratings.defined ? whole.ratings.value.rows : []
  const shown = new Set(rows.slice(0, MOST_MODELS).map((row) => row.id))
  const narrow = (ratings: Ratings): Ratings =>
    ratings.defined
      ? defined({ ...ratings.value, rows: ratings.value.rows.filter((row: RatingRow) => shown.has(row.id)) })
      : ratings
  const both = <T extends SlicesReport["whole"]>(one: T): T => ({
    ...one,
    ratings: narrow(one.ratings),
    equalLength: narrow(one.equalLength),
  })
  return { whole: both(whole), slices: slices.map(both), models: rows.length }
}

/**
 * Leaderboards within each cohort, guideline version, language, use case and tag that occurs in single votes; a vote
 * without one is in none of that kind.
 */
export function computeSliceRatings(votes: readonly Vote[], length = true): SliceRatings[] {
  const kinds: readonly (readonly [SliceKind, (vote: Vote) => readonly string[]])[] = [
    ["cohort", (vote) => [vote.cohort]],
    ["guideline", (vote) => [vote.guideline > 0 ? `version ${vote.guideline}` : ""]],
    ["language", (vote) => [vote.language]],
    ["useCase", (vote) => [vote.useCase]],
    ["tag", (vote) => vote.tags],
  ]
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
      .slice(0, MOST_SLICES)
      .map(([label, own]): SliceRatings => ({ kind, label, ...rateCounts(toInputs(own, length)) }))
  })
}
