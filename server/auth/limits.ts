import type { Limit } from "@/server/data/rate-limit"

const quarterHour = 15 * 60

/** A whole office may come from one address in the morning; one account has one person. */
export const signInLimits = {
  address: { max: 100, seconds: quarterHour },
  account: { max: 10, seconds: quarterHour },
} as const satisfies Record<string, Limit>
