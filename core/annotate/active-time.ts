/**
 * Honest time of one task: wall time runs from the paint to the key; active time only while the page
 * is visible and focused and somebody did something within the last two minutes. All times are
 * milliseconds of one monotonic clock.
 *
 * Worked example: shown at 0, focus lost at 10 s, back at 40 s, key at 45 s → wall 45 s, active 15 s.
 */
export type ActiveClock = {
  readonly shownAt: number
  /** Active time up to `since`. */
  readonly active: number
  readonly since: number
  readonly attentive: boolean
  readonly lastInput: number
}

/** Reading takes no key, but somebody who reads scrolls or moves within this time. */
export const idleAfter = 120_000

export function startClock(now: number, attentive: boolean): ActiveClock {
  return { shownAt: now, active: 0, since: now, attentive, lastInput: now }
}

export function activeTime(clock: ActiveClock, now: number): number {
  if (!clock.attentive) return clock.active
  const end = Math.min(now, clock.lastInput + idleAfter)
  return clock.active + Math.max(0, end - clock.since)
}

export function wallTime(clock: ActiveClock, now: number): number {
  return Math.max(0, now - clock.shownAt)
}

/** A key, pointer or scroll. */
export function noteInput(clock: ActiveClock, now: number): ActiveClock {
  return { ...clock, active: activeTime(clock, now), since: now, lastInput: now }
}

/** The page came into view and focus, or left it. Coming back counts as doing something. */
export function noteAttention(clock: ActiveClock, now: number, attentive: boolean): ActiveClock {
  if (clock.attentive === attentive) return clock
  return {
    ...clock,
    active: activeTime(clock, now),
    since: now,
    attentive,
    lastInput: attentive ? now : clock.lastInput,
  }
}
