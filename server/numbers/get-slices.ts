import { setImmediate } from "node:timers/promises"
import type { NumbersFilter } from "@/core/numbers/query"
import {
  MOST_SLICES,
  rateCounts,
  type SliceKind,
  sliceKinds,
  type SliceRatings,
  type SlicesReport,
  toSlicesReport,
} from "@/core/numbers/slice-ratings"
import { listRoundNames } from "@/server/data/rollup/choices"
import { countSlices, openComparisons, type SliceCount } from "@/server/data/rollup/load-inputs"
import type { NumbersAccess } from "@/server/numbers/compute-figures"
import { type Aside, getAside } from "@/server/numbers/get-aside"

/** The leaderboard within each criterion, round, cohort, guideline version, language, use case and tag. */
export async function getSlices(access: NumbersAccess, filter: NumbersFilter): Promise<Aside<SlicesReport>> {
  return getAside(access, filter, "slices", async (progress) => {
    const compare = await openComparisons(access)
    const whole = rateCounts(await compare(filter))
    const wanted = await listSlices(access, filter)
    const slices: SliceRatings[] = []
    for (const { kind, label, change } of wanted) {
      await progress((slices.length + 1) / (wanted.length + 1))
      await setImmediate()
      slices.push({ kind, label, ...rateCounts(await compare({ ...filter, ...change })) })
    }
    return toSlicesReport(whole, slices)
  })
}

const valuesOf: Readonly<Record<SliceKind, (slice: SliceCount) => readonly (string | number)[]>> = {
  criterion: (slice) => [slice.criterion],
  round: (slice) => [slice.round],
  cohort: (slice) => [slice.cohort],
  guideline: (slice) => [slice.guideline],
  language: (slice) => [slice.language],
  useCase: (slice) => [slice.useCase],
  tag: (slice) => slice.tags,
}

/** What each kind is divided into, most comparisons first; a kind that does not divide anything is left out. */
async function listSlices(access: NumbersAccess, filter: NumbersFilter) {
  const [counted, rounds] = await Promise.all([countSlices(access, filter), listRoundNames(access)])
  return sliceKinds.flatMap((kind) => {
    const sums = new Map<string | number, number>()
    for (const slice of counted) {
      // Only criteria are set side by side; the others divide the one that is looked at.
      if (kind !== "criterion" && slice.criterion !== filter.criterion) continue
      for (const value of valuesOf[kind](slice)) {
        if (value !== "" && value !== 0) sums.set(value, (sums.get(value) ?? 0) + slice.n)
      }
    }
    if (sums.size < 2) return []
    return [...sums]
      .toSorted(([x, a], [y, b]) => b - a || (x < y ? -1 : 1))
      .slice(0, MOST_SLICES)
      .map(([value]) => ({
        kind,
        label:
          kind === "round"
            ? (rounds.get(String(value)) ?? "")
            : kind === "guideline"
              ? `version ${value}`
              : String(value),
        change: { [kind]: value },
      }))
  })
}
