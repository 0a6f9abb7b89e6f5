import { setImmediate } from "node:timers/promises"
import { computeCrowd, type CrowdReport } from "@/core/numbers/crowd"
import type { NumbersFilter } from "@/core/numbers/query"
import { figureKey, getFigureJob, getRollupView, keepFigure } from "@/server/data/rollup/figures"
import { loadInputs, loadLabels } from "@/server/data/rollup/load-inputs"
import type { NumbersAccess } from "@/server/numbers/compute-figures"
import { FRESH_LARGE_MS } from "@/server/numbers/get-figures"
import { startFigureJob } from "@/server/numbers/start-figure-job"

export type Crowd =
  | { readonly state: "ready"; readonly value: CrowdReport; readonly version: number }
  | { readonly state: "running"; readonly done: number; readonly error: string | null }
  | { readonly state: "counting" }

/** What the crowd says of each person: always computed off the request, kept with the counts it was computed from. */
export async function getCrowd(access: NumbersAccess, filter: NumbersFilter): Promise<Crowd> {
  const key = figureKey(filter, "crowd")
  const { version, kept } = await getRollupView<CrowdReport>(access, key)
  if (version === null) return { state: "counting" }
  const ready: Crowd | null = kept ? { state: "ready", value: kept.value, version: kept.version } : null
  if (ready && (kept?.version === version || Date.now() - (kept?.computedAt.getTime() ?? 0) < FRESH_LARGE_MS))
    return ready
  const job = await startFigureJob(access, key, async (progress) => {
    const inputs = await loadInputs(access, filter, (done) => progress(done / 3))
    const labels = await loadLabels(access, filter)
    const value = await computeCrowd(inputs, labels, async (done) => {
      await progress(1 / 3 + (2 * done) / 3)
      await setImmediate()
    })
    await keepFigure(access, key, version, value)
  })
  return ready ?? { state: "running", ...job }
}

/** A word for what is there now, as of the page's. */
export async function getCrowdSeen(access: NumbersAccess, filter: NumbersFilter): Promise<string> {
  const key = figureKey(filter, "crowd")
  const { kept } = await getRollupView<CrowdReport>(access, key)
  if (kept) return `crowd ${kept.version}`
  const { done } = await getFigureJob(access, key)
  return `crowd at ${done}`
}

export function toCrowdSeen(crowd: Crowd): string {
  if (crowd.state === "ready") return `crowd ${crowd.version}`
  return crowd.state === "running" ? `crowd at ${Math.round(crowd.done * 100)}` : "crowd at 0"
}
