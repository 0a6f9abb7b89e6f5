import type { AttemptOutcome, PartOutcome } from "@/core/screening/assess"
import type { ScreeningSettings } from "@/core/screening/settings"

export type StoredResult = {
  readonly attempt: number
  readonly passed: boolean
  readonly parts: readonly PartOutcome[]
  /** Why, where an admin decided; empty = by the settings. */
  readonly reason: string
  readonly at: Date
}

/** Time to read how it went, before the next attempt's tasks come. */
const LEAST_WAIT = 60_000

/** Where a person stands with a screening. */
export type ScreeningState =
  | { readonly kind: "open"; readonly attempt: number; readonly parts: readonly PartOutcome[] }
  /** All tasks are answered; an admin's score is awaited. */
  | { readonly kind: "grading"; readonly attempt: number; readonly parts: readonly PartOutcome[] }
  | { readonly kind: "passed"; readonly result: StoredResult }
  /** The next attempt begins at `until`. */
  | { readonly kind: "waiting"; readonly result: StoredResult; readonly until: Date }
  | { readonly kind: "failed"; readonly result: StoredResult }

/**
 * A pass is for good, whatever the settings become. After a failed attempt the next one opens when the
 * wait is over, as long as attempts are left.
 *
 * Example: 2 attempts, 24 hours: failed at noon, open again at noon the next day, then no more.
 */
export function toScreeningState(
  settings: ScreeningSettings,
  results: readonly StoredResult[],
  running: AttemptOutcome,
  now: Date,
): ScreeningState {
  const passed = results.find((result) => result.passed)
  if (passed) return { kind: "passed", result: passed }
  const last = results.at(-1)
  if (last) {
    if (results.length >= settings.attempts) return { kind: "failed", result: last }
    const until = new Date(last.at.getTime() + Math.max(settings.waitHours * 3_600_000, LEAST_WAIT))
    if (until > now) return { kind: "waiting", result: last, until }
  }
  const attempt = results.length + 1
  const answered = running.parts.every((part) => part.kind === "graded" || part.complete)
  return { kind: answered ? "grading" : "open", attempt, parts: running.parts }
}
