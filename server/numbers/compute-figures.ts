import { setImmediate } from "node:timers/promises"
import { computeReport } from "@/core/numbers/compute-report"
import type { NumbersFilter } from "@/core/numbers/query"
import { computeTextMetrics } from "@/core/numbers/text-metrics"
import type { ProjectAccess } from "@/server/access"
import { getProgress } from "@/server/data/progress"
import { countFlags } from "@/server/data/rollup/count-flags"
import { keepFigure, type Kept } from "@/server/data/rollup/figures"
import { listRoundNames } from "@/server/data/rollup/choices"
import { loadReferencedTexts } from "@/server/data/rollup/load-referenced-texts"
import { loadInputs } from "@/server/data/rollup/load-inputs"

export type NumbersAccess = ProjectAccess<"results:read" | "tasks:read" | "annotations:read">

/** Computes the figures of a filter from the counts of now and keeps them with the version they were computed from. */
export async function computeFigures(
  access: NumbersAccess,
  filter: NumbersFilter,
  key: string,
  version: number,
  progress: (done: number) => Promise<void> = async () => {},
): Promise<Kept> {
  const inputs = await loadInputs(access, filter, (done) => progress(done / 2))
  const report = await computeReport(inputs, {
    rounds: await listRoundNames(access),
    // Others who wait for this process are served between the parts.
    pause: async (done) => {
      await progress(0.5 + done / 2)
      await setImmediate()
    },
  })
  const { texts, likelihoods } = await loadReferencedTexts(access, filter)
  const kept = {
    report,
    progress: await getProgress(access),
    texts: computeTextMetrics(texts, likelihoods),
    flags: await countFlags(access),
  }
  await keepFigure(access, key, version, kept)
  return kept
}
