import type { Purpose, ServingRates } from "@/core/queue/serving-plan"
import { onlyGold, purposeAt } from "@/core/queue/serving-plan"

/**
 * The next `count` places of a person: how many controls belong there, and in which order what was found
 * is shown. Where a control is missing an ordinary task takes its place; with the last ordinary task the
 * claim ends, so that nobody sees by what still comes that it is a control.
 */
export function planClaim(key: string, served: number, rates: ServingRates, count: number) {
  const places = Array.from({ length: count }, (_, n) => purposeAt(key, served + n, rates))
  return {
    gold: places.filter((purpose) => purpose === "GOLD").length,
    repeats: places.filter((purpose) => purpose === "REPEAT").length,
    /** `labelsFollow`: ordinary tasks are left beyond those found. */
    arrange<T>(found: Readonly<Record<Purpose, readonly T[]>>, labelsFollow: boolean): T[] {
      if (onlyGold(rates)) return [...found.GOLD]
      const next = { LABEL: 0, GOLD: 0, REPEAT: 0 }
      const row: T[] = []
      for (const planned of places) {
        if (!labelsFollow && next.LABEL >= found.LABEL.length) break
        const purpose = next[planned] < found[planned].length ? planned : "LABEL"
        const one = found[purpose][next[purpose]++]
        if (one !== undefined) row.push(one)
      }
      return row
    },
  }
}
