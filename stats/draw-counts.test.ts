import { describe, expect, it } from "vitest"
import { drawBinomial, drawMultinomial } from "@/stats/draw-counts"
import { expandedTail, quantile } from "@/stats/quantile"
import { createRng } from "@/stats/random"
import { binomialProbability } from "@/stats/special/binomial"
import { chiSquaredTail } from "@/stats/special/incomplete-gamma"

describe("binomial and multinomial draws", () => {
  it("follow the exact law (χ² over 20,000 draws, both algorithms and both sides of ½)", () => {
    for (const [n, p, seed] of [
      [12, 0.3, 1],
      [100, 0.04, 2],
      [60, 0.4, 3],
      [2000, 0.013, 4],
      [500, 0.93, 5],
    ] as const) {
      const rng = createRng(seed)
      const draws = 20_000
      const seen = new Float64Array(n + 1)
      for (let i = 0; i < draws; i++) {
        const k = drawBinomial(rng, n, p)
        seen[k] = (seen[k] as number) + 1
      }
      let chi = 0
      let cells = 0
      let restSeen = 0
      let restExpected = 0
      for (let k = 0; k <= n; k++) {
        const expected = draws * binomialProbability(k, n, p)
        if (expected >= 5) {
          chi += ((seen[k] as number) - expected) ** 2 / expected
          cells += 1
        } else {
          restSeen += seen[k] as number
          restExpected += expected
        }
      }
      if (restExpected > 1) chi += (restSeen - restExpected) ** 2 / restExpected
      expect(chiSquaredTail(chi, cells), `${n} ${p}`).toBeGreaterThan(0.001)
    }
    expect([
      drawBinomial(createRng(1), 0, 0.5),
      drawBinomial(createRng(1), 9, 0),
      drawBinomial(createRng(1), 9, 1),
    ]).toEqual([0, 0, 9])
  })

  it("spread all draws over the kinds with the right means", () => {
    for (const multiplicities of [
      [50, 0, 30, 20],
      [1, 1, 1, 2],
    ]) {
      const total = multiplicities.reduce((sum, m) => sum + m, 0)
      const rng = createRng(6)
      const sums = new Float64Array(4)
      const into = new Float64Array(4)
      const runs = 5000
      for (let i = 0; i < runs; i++) {
        drawMultinomial(rng, multiplicities, total, into)
        expect(into.reduce((sum, count) => sum + count, 0)).toBe(total)
        into.forEach((count, k) => {
          sums[k] = (sums[k] as number) + count
        })
      }
      multiplicities.forEach((m, k) => {
        const tolerance = 5 * Math.sqrt(m / runs) + 1e-9
        expect(Math.abs((sums[k] as number) / runs - m)).toBeLessThanOrEqual(tolerance)
      })
    }
  })

  it("quantiles interpolate as R's type 7", () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBeCloseTo(1.75, 12)
    expect(quantile([7], 0.9)).toBe(7)
    expect(() => quantile([], 0.5)).toThrow(RangeError)
    expect(expandedTail(0.95, 40)).toBeCloseTo(0.0203, 4)
    expect(expandedTail(0.95, 1e6)).toBeCloseTo(0.025, 4)
  })
})
