import type { LeakPolicy } from "@/core/leaks/policy"

/** What can be done about a completion that names its model. */
export const leakMeasures = ["mask", "hold", "show"] as const
export type LeakMeasure = (typeof leakMeasures)[number]

/** How such a completion stands now. */
export const leakStates = ["shown", "masked", "held"] as const
export type LeakState = (typeof leakStates)[number]

/** What an import does under a policy; undefined = it only lists. */
export const measureOfPolicy: Readonly<Record<LeakPolicy, LeakMeasure | undefined>> = {
  LIST: undefined,
  MASK: "mask",
  HOLD: "hold",
}
