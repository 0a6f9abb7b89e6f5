/** Waits before the second, third, … try, in seconds, as the Standard Webhooks specification suggests. */
export const retryDelays = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/**
 * Seconds until the next try after `attempts` that failed, spread by up to a tenth so that many do not
 * come back at once; null = it was the last. `random` is in [0, 1).
 */
export function secondsUntilRetry(attempts: number, random: number): number | null {
  const delay = retryDelays[attempts - 1]
  return delay === undefined ? null : Math.round(delay * (1 + random / 10))
}

/** `export:create`, `annotation:create`, or `*`. */
export const eventPattern = /^(\*|[a-z][a-z-]*:[a-z][a-z-]*)$/
