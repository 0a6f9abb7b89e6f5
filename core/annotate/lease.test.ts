import fc from "fast-check"
import { expect, test } from "vitest"
import { leaseLength, RENEWAL_LIMIT, renewedUntil, wantedTasks } from "@/core/annotate/lease"

const minutes = (n: number) => n * 60_000

test("the worked examples", () => {
  expect(leaseLength(3)).toBe(minutes(12))
  expect(leaseLength(1)).toBe(minutes(10))
  expect(leaseLength(200)).toBe(minutes(720))
  const lease = { leasedAt: 0, expiresAt: minutes(119), now: minutes(118), leaseAhead: 3 }
  expect(renewedUntil(lease)).toBe(minutes(120))
  expect(wantedTasks(undefined, 3)).toBe(3)
  expect(wantedTasks(200, 3)).toBe(3)
  expect(wantedTasks(1, 3)).toBe(1)
})

test("renewal never shortens a lease nor carries it beyond two hours or its own length", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.nat(minutes(2000)),
      fc.nat(minutes(900)),
      (ahead, now, left) => {
        const expiresAt = Math.min(now + left, leaseLength(ahead))
        const until = renewedUntil({ leasedAt: 0, expiresAt, now, leaseAhead: ahead })
        expect(until).toBeGreaterThanOrEqual(expiresAt)
        expect(until).toBeLessThanOrEqual(Math.max(expiresAt, leaseLength(ahead), RENEWAL_LIMIT))
      },
    ),
  )
})
