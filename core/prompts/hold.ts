/** Why the tasks of a prompt are given to nobody. */
export const holdReasons = ["cap", "duplicate", "admin"] as const
export type HoldReason = (typeof holdReasons)[number]

/** What an admin does by hand; the cap is a rule and holds back by itself. */
export const holdSteps = ["hold", "duplicate", "release"] as const
export type HoldStep = (typeof holdSteps)[number]
