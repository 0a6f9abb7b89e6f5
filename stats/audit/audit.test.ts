import { describe, expect, it } from "vitest"
import { cusumDrop } from "@/stats/audit/cusum"
import { goldAccuracy } from "@/stats/audit/gold-accuracy"
import { robustZ } from "@/stats/audit/robust-z"
import { requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"

describe("robust z", () => {
  it("gives the worked example and its undefined cases", () => {
    const z = requireDefined(robustZ([1, 2, 3, 4, 100]))
    expect(z[4]).toBeCloseTo(97 / 1.4826, 10)
    expect(z[2]).toBe(0)
    expect(robustZ([])).toEqual({ defined: false, reason: "no-data" })
    expect(robustZ([5, 5, 5, 9])).toEqual({ defined: false, reason: "no-variance" })
  })
})

describe("CUSUM", () => {
  it("raises the alarm of the worked example", () => {
    expect(cusumDrop([0, 0, 0], 0.8, 0.1, 2).alarmAt).toBe(2)
    expect(cusumDrop([], 0.8)).toEqual({ path: [], alarmAt: null })
  })

  it("finds a drop soon and seldom alarms without one", () => {
    const rng = createRng(51)
    const draw = (n: number, p: number): (0 | 1)[] => Array.from({ length: n }, () => (rng() < p ? 1 : 0))
    let alarms = 0
    let found = 0
    for (let r = 0; r < 300; r++) {
      if (cusumDrop(draw(200, 0.8), 0.8).alarmAt !== null) alarms += 1
      if (cusumDrop([...draw(60, 0.8), ...draw(80, 0.5)], 0.8).alarmAt !== null) found += 1
    }
    expect(alarms / 300).toBeLessThan(0.3)
    expect(found / 300).toBeGreaterThan(0.95)
  })
})

describe("gold accuracy", () => {
  it("gives the worked example", () => {
    const gold = goldAccuracy(3, 10, 0.6)
    expect(gold.estimate).toBeCloseTo(4 / 12, 12)
    // P(Beta(4, 8) < 0.6) = P(Binomial(11, 0.6) ≥ 4).
    expect(gold.below).toBeCloseTo(0.9707, 4)
    expect(goldAccuracy(0, 0, 0.6).below).toBeCloseTo(0.6, 12)
    expect(() => goldAccuracy(3, 2, 0.6)).toThrow(RangeError)
  })
})
