/** What an import does with new completions that name their model. */
export const leakPolicies = ["LIST", "MASK", "HOLD"] as const
export type LeakPolicy = (typeof leakPolicies)[number]
