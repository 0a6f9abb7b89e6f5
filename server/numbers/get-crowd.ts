import { setImmediate } from "node:timers/promises"
import { computeCrowd, type CrowdReport } from "@/core/numbers/crowd"
import type { NumbersFilter } from "@/core/numbers/query"
import { loadInputs, loadLabels } from "@/server/data/rollup/load-inputs"
import type { NumbersAccess } from "@/server/numbers/compute-figures"
import { type Aside, getAside } from "@/server/numbers/get-aside"

/** What the crowd says of each person. */
export async function getCrowd(access: NumbersAccess, filter: NumbersFilter): Promise<Aside<CrowdReport>> {
  return getAside(access, filter, "crowd", async (progress) => {
    const inputs = await loadInputs(access, filter, (done) => progress(done / 3))
    const labels = await loadLabels(access, filter)
    return computeCrowd(inputs, labels, async (done) => {
      await progress(1 / 3 + (2 * done) / 3)
      await setImmediate()
    })
  })
}
