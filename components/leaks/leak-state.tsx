import { Badge, type Tone } from "@/components/ui/badge"
import type { LeakMeasure, LeakState } from "@/core/leaks/measure"

export const leakStateName: Readonly<Record<LeakState, string>> = {
  shown: "Shown",
  masked: "Masked",
  held: "Held back",
}
const tones: Readonly<Record<LeakState, Tone>> = { shown: "warn", masked: "good", held: "neutral" }

export function LeakStateBadge({ state }: { state: LeakState }) {
  return <Badge tone={tones[state]}>{leakStateName[state]}</Badge>
}

export const measureName: Readonly<Record<LeakMeasure, string>> = {
  mask: "Mask",
  hold: "Hold back",
  show: "Show again",
}

/** What can be done from each state. */
export const measuresFor: Readonly<Record<LeakState, readonly LeakMeasure[]>> = {
  shown: ["mask", "hold"],
  masked: ["show", "hold"],
  held: ["show", "mask"],
}
