import type { NumbersFilter } from "@/core/numbers/query"
import {
  type FigureKind,
  type RollupView,
  figureKey,
  getFigureJob,
  getRollupView,
  keepFigure,
} from "@/server/data/rollup/figures"
import type { NumbersAccess } from "@/server/numbers/compute-figures"
import { FRESH_LARGE_MS } from "@/server/numbers/get-figures"
import { startFigureJob } from "@/server/numbers/start-figure-job"

/** What is computed beside the page. */
export type Aside<T> =
  | { readonly state: "ready"; readonly value: T; readonly version: number }
  | { readonly state: "running"; readonly done: number; readonly error: string | null }
  | { readonly state: "counting" }

type AsideKind = Exclude<FigureKind, "report">

/**
 * Figures that take long whatever the project's size: always computed off the request, kept with the counts they were
 * computed from, and of a large project computed anew at most once a minute.
 */
export async function getAside<T extends object>(
  access: NumbersAccess,
  filter: NumbersFilter,
  kind: AsideKind,
  compute: (progress: (done: number) => Promise<void>) => Promise<T>,
): Promise<Aside<T>> {
  const key = figureKey(filter, kind)
  const view = await getRollupView<T>(access, key)
  const { version, kept } = view
  if (version === null) return { state: "counting" }
  const ready: Aside<T> | null = kept ? { state: "ready", value: kept.value, version: kept.version } : null
  if (ready && !isDue(view)) return ready
  const job = await startFigureJob(access, key, async (progress) => {
    await keepFigure(access, key, version, await compute(progress))
  })
  return ready ?? { state: "running", ...job }
}

/** Up to this many comparisons they take seconds, and are computed anew sooner. */
const SMALL = 20_000
const FRESH_SMALL_MS = 5_000

/** Whether what is kept is of other counts than those of now, and old enough to be computed again. */
function isDue({ version, comparisons, kept }: RollupView<unknown>): boolean {
  if (!kept || kept.version === version) return false
  const fresh = comparisons <= SMALL ? FRESH_SMALL_MS : FRESH_LARGE_MS
  return Date.now() - kept.computedAt.getTime() >= fresh
}

/** A word for what is there now, as of the page's: of newer counts where it would be computed anew. */
export async function getAsideSeen(
  access: NumbersAccess,
  filter: NumbersFilter,
  kind: AsideKind,
): Promise<string> {
  const key = figureKey(filter, kind)
  const view = await getRollupView(access, key)
  if (view.kept) return `${kind} ${isDue(view) ? view.version : view.kept.version}`
  const { done } = await getFigureJob(access, key)
  return `${kind} at ${done}`
}

export function toAsideSeen(kind: AsideKind, aside: Aside<unknown>): string {
  if (aside.state === "ready") return `${kind} ${aside.version}`
  return aside.state === "running" ? `${kind} at ${Math.round(aside.done * 100)}` : `${kind} at 0`
}
