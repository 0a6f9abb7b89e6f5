const MINUTE = 60_000

/**
 * How long a lease lasts, in milliseconds: four minutes a task held ahead, at least ten minutes, at
 * most twelve hours (a day of work offline).
 *
 * Example: 3 ahead = 12 minutes; 200 ahead = 12 hours.
 */
export function leaseLength(leaseAhead: number): number {
  return Math.min(12 * 60 * MINUTE, Math.max(10 * MINUTE, leaseAhead * 4 * MINUTE))
}

/** No input for this long means that nobody is reading: no renewal. */
export const IDLE_LIMIT = 5 * MINUTE

/** Renewals never carry a lease further than this from its start (or its first length, if longer). */
export const RENEWAL_LIMIT = 120 * MINUTE

/**
 * Until when a renewed lease lasts, in milliseconds since the epoch. Never earlier than it did.
 *
 * Example: leased at 0 with 3 ahead, renewed after 118 minutes: until minute 120, not 130.
 */
export function renewedUntil(lease: {
  leasedAt: number
  expiresAt: number
  now: number
  leaseAhead: number
}): number {
  const length = leaseLength(lease.leaseAhead)
  const latest = lease.leasedAt + Math.max(length, RENEWAL_LIMIT)
  return Math.max(lease.expiresAt, Math.min(lease.now + length, latest))
}

/** How many tasks a page may hold: what it asks for, within what the project leases ahead. */
export function wantedTasks(want: number | undefined, leaseAhead: number): number {
  return Math.min(want ?? leaseAhead, leaseAhead)
}
