/** Task.ring and Membership.ringPoint are whole numbers from 0 to RING - 1; after the last comes 0 again. */
export const RING = 2 ** 31

/**
 * Whether a search that began at `start`, has come to `from` and now looked on up to `to` (not
 * included; RING = the end) has been once round.
 *
 * Example: begun at 10, come to 90, looked on to the end: not yet; from 0 to 15: yes.
 */
export function isOnceRound(start: number, from: number, to: number): boolean {
  const before = (from - start + RING) % RING
  return before + (to - from) >= RING
}
