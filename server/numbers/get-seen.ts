import type { NumbersFilter } from "@/core/numbers/query"
import { figureKey, getFigureJob, getRollupView } from "@/server/data/rollup/figures"
import type { NumbersAccess } from "@/server/numbers/compute-figures"
import type { Figures } from "@/server/numbers/get-figures"

/** A word for what a page shows; where the server's word of now is another, the page fetches itself anew. */
export function toSeen(figures: Figures): string {
  if (figures.state === "ready") return `ready ${figures.version}`
  return figures.state === "running" ? `running ${Math.round(figures.done * 100)}` : "counting"
}

/**
 * The word of now. Where counts have moved on since the figures were computed it names the newer version, so that the
 * page asks for them; while they are computed the page keeps what it has.
 */
export async function getSeen(access: NumbersAccess, filter: NumbersFilter): Promise<string> {
  const key = figureKey(filter)
  const { version, rebuilding, kept } = await getRollupView(access, key)
  if (version === null || (rebuilding && !kept)) return "counting"
  if (kept) return `ready ${version}`
  const { done } = await getFigureJob(access, key)
  return `running ${done}`
}
