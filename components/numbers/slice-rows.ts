import { tenth } from "@/components/numbers/format"
import type { Ratings, RatingRow } from "@/core/numbers/report"

/** Below this many comparisons a figure is printed but not shaded. */
export const FEW = { slice: 200, model: 30 } as const

export function rowsOf(ratings: Ratings): readonly RatingRow[] {
  return ratings.defined ? ratings.value.rows : []
}

/** A slice as the picture needs it: the page carries thousands of these cells, so each carries no more. */
export type HeatColumn = {
  readonly label: string
  readonly comparisons: number
  readonly cells: readonly HeatCell[]
}
export type HeatCell = {
  readonly model: string
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly comparisons: number
  readonly unbounded: boolean
}

/** In tenths of a point: half of an interval is printed in whole ones. */
export function toHeatColumn(
  label: string,
  comparisons: number,
  ratings: Ratings,
  models: ReadonlySet<string>,
): HeatColumn {
  const cells = rowsOf(ratings)
    .filter((row) => models.has(row.model))
    .map(({ model, rating, comparisons: n, unbounded }) => ({
      model,
      estimate: tenth(rating.estimate),
      low: tenth(rating.low),
      high: tenth(rating.high),
      comparisons: n,
      unbounded,
    }))
  return { label, comparisons, cells }
}
