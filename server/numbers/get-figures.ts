import { type NumbersFilter, isSummed } from "@/core/numbers/query"
import type { Kept } from "@/server/data/rollup/figures"
import { figureKey, getRollupView } from "@/server/data/rollup/figures"
import { computeFigures, type NumbersAccess } from "@/server/numbers/compute-figures"
import { startFigureJob } from "@/server/numbers/start-figure-job"

export type Figures =
  | {
      readonly state: "ready"
      readonly kept: Kept
      readonly computedAt: Date
      readonly version: number
      readonly current: boolean
    }
  | { readonly state: "running"; readonly done: number; readonly error: string | null }
  | { readonly state: "counting" }

/** Up to this many comparisons the figures are computed while the page waits; beyond it never. */
const AT_ONCE = 20_000
/** However fast votes come in, small figures are computed at most this often. */
const FRESH_MS = 3_000
/** Large ones take seconds of a processor, so they are computed anew at most this often. */
export const FRESH_LARGE_MS = 60_000

/**
 * The figures of a filter. Small projects: computed when they have changed. Large ones: what was last computed, at
 * once, and a job in the background where the counts have moved on since; the page says so and fetches it when it is
 * there. Nothing here costs by votes while somebody waits.
 */
export async function getFigures(access: NumbersAccess, filter: NumbersFilter): Promise<Figures> {
  const key = figureKey(filter)
  const { version, rebuilding, comparisons, kept } = await getRollupView(access, key)
  if (version === null) return { state: "counting" }
  if (kept?.version === version) return ready(kept, true)
  if (rebuilding && !kept) return { state: "counting" }
  const small = comparisons <= (isSummed(filter) ? AT_ONCE * 2 : AT_ONCE)
  if (small) {
    if (kept && Date.now() - kept.computedAt.getTime() < FRESH_MS) return ready(kept, false)
    const value = await computeFigures(access, filter, key, version)
    return { state: "ready", kept: value, computedAt: new Date(), version, current: true }
  }
  if (kept && Date.now() - kept.computedAt.getTime() < FRESH_LARGE_MS) return ready(kept, false)
  const job = await startFigureJob(access, key, (progress) =>
    computeFigures(access, filter, key, version, progress),
  )
  return kept ? ready(kept, false) : { state: "running", ...job }
}

function ready(kept: { value: Kept; version: number; computedAt: Date }, current: boolean): Figures {
  return { state: "ready", kept: kept.value, computedAt: kept.computedAt, version: kept.version, current }
}
