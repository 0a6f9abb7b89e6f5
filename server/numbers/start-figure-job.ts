import { advanceFigureJob, claimFigureJob, endFigureJob } from "@/server/data/rollup/figures"
import { logError } from "@/server/log"
import type { NumbersAccess } from "@/server/numbers/compute-figures"

/** Begins to compute something in the background unless somebody is at it, and says how far it is. */
export async function startFigureJob(
  access: NumbersAccess,
  key: string,
  compute: (progress: (done: number) => Promise<void>) => Promise<unknown>,
): Promise<{ done: number; error: string | null }> {
  const { id, done, error } = await claimFigureJob(access, key)
  if (id !== null) void runJob(id, compute)
  return { done: done / 100, error }
}

/** Never throws: nobody waits for it. A job whose end could not be noted ends with its lease. */
async function runJob(
  id: string,
  compute: (progress: (done: number) => Promise<void>) => Promise<unknown>,
): Promise<void> {
  try {
    await compute((share) => advanceFigureJob(id, share))
    await endFigureJob(id, null)
  } catch (thrown) {
    logError({ figures: "could not be computed", stack: thrown instanceof Error ? thrown.stack : thrown })
    await endFigureJob(id, "The figures could not be computed. The log of the server has the reason.").catch(
      () => {},
    )
  }
}
