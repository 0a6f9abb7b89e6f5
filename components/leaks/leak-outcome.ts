import { plural } from "@/components/projects/figures"
import type { LeakMeasure } from "@/core/leaks/measure"

/** What the server answers to a change of completions that name their model. */
export type LeakChange = { readonly measure: LeakMeasure; readonly changed: number }

export function toLeakOutcome({ measure, changed }: LeakChange): string {
  if (changed === 0) return "Nothing to change: they stand so already, or hold no listed phrase any more."
  const texts = plural(changed, "completion")
  if (measure === "mask") return `Masked the names in ${texts}.`
  return measure === "hold" ? `Held back ${texts}.` : `Shown again as written: ${texts}.`
}
