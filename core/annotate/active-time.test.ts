import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  activeTime,
  idleAfter,
  noteAttention,
  noteInput,
  startClock,
  wallTime,
} from "@/core/annotate/active-time"

describe("active time", () => {
  it("gives the worked example", () => {
    let clock = startClock(0, true)
    clock = noteAttention(clock, 10_000, false)
    clock = noteAttention(clock, 40_000, true)
    expect(activeTime(clock, 45_000)).toBe(15_000)
    expect(wallTime(clock, 45_000)).toBe(45_000)
  })

  it("stops two minutes after the last input and runs again with the next", () => {
    const clock = startClock(0, true)
    expect(activeTime(clock, 10 * idleAfter)).toBe(idleAfter)
    const back = noteInput(clock, 10 * idleAfter)
    expect(activeTime(back, 10 * idleAfter + 5_000)).toBe(idleAfter + 5_000)
  })

  it("is never more than wall time and never goes back", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(300_000), fc.constantFrom("input", "in", "out"))), (steps) => {
        let now = 0
        let clock = startClock(0, true)
        let last = 0
        for (const [wait, what] of steps) {
          now += wait
          clock = what === "input" ? noteInput(clock, now) : noteAttention(clock, now, what === "in")
          const active = activeTime(clock, now)
          expect(active).toBeGreaterThanOrEqual(last)
          expect(active).toBeLessThanOrEqual(wallTime(clock, now))
          last = active
        }
      }),
    )
  })
})
