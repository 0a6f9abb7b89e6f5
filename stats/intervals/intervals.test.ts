import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { relativeError } from "@/stats/close-to"
import reference from "@/stats/fixtures/special.json"
import { clopperPearsonInterval } from "@/stats/intervals/clopper-pearson"
import { bootstrapScore } from "@/stats/intervals/bootstrap-score"
import { jeffreysInterval } from "@/stats/intervals/jeffreys"
import { wilsonInterval } from "@/stats/intervals/wilson"
import { winRate } from "@/stats/intervals/win-rate"
import { requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"
import { binomialProbability } from "@/stats/special/binomial"

const methods = { wilsonInterval, jeffreysInterval, clopperPearsonInterval }

describe("intervals of a share", () => {
  it("equal R", () => {
    for (const row of reference.intervals) {
      const { x, n } = row
      const wilson = requireDefined(wilsonInterval(x, n))
      const exact = requireDefined(clopperPearsonInterval(x, n))
      const jeffreys = requireDefined(jeffreysInterval(x, n))
      const pairs = [
        [wilson.low, row.wilsonLow],
        [wilson.high, row.wilsonHigh],
        [exact.low, row.exactLow],
        [exact.high, row.exactHigh],
        [jeffreys.low, row.jeffreysLow],
        [jeffreys.high, row.jeffreysHigh],
      ] as const
      for (const [actual, expected] of pairs) expect(relativeError(actual, expected)).toBeLessThan(1e-10)
    }
  })

  it("equal the table of Newcombe 1998", () => {
    const rows = [
      [81, 263, 0.2553, 0.3662, 0.2527, 0.3676],
      [15, 148, 0.0624, 0.1605, 0.0578, 0.1617],
      [0, 20, 0, 0.1611, 0, 0.1684],
      [1, 29, 0.0061, 0.1718, 0.0009, 0.1776],
    ] as const
    for (const [x, n, wilsonLow, wilsonHigh, exactLow, exactHigh] of rows) {
      const wilson = requireDefined(wilsonInterval(x, n))
      const exact = requireDefined(clopperPearsonInterval(x, n))
      expect(wilson.low).toBeCloseTo(wilsonLow, 4)
      expect(wilson.high).toBeCloseTo(wilsonHigh, 4)
      expect(exact.low).toBeCloseTo(exactLow, 4)
      expect(exact.high).toBeCloseTo(exactHigh, 4)
    }
    expect(requireDefined(jeffreysInterval(0, 20)).high).toBeCloseTo(0.1166, 4)
  })

  it("are undefined without data, reach the ends and mirror", () => {
    for (const [name, interval] of Object.entries(methods)) {
      expect(interval(0, 0), name).toEqual({ defined: false, reason: "no-data" })
      expect(requireDefined(interval(0, 9)).low, name).toBe(0)
      expect(requireDefined(interval(9, 9)).high, name).toBe(1)
      expect(() => interval(3, 2), name).toThrow(RangeError)
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 400 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (n, share) => {
            const x = Math.round(n * share)
            const own = requireDefined(interval(x, n))
            const mirror = requireDefined(interval(n - x, n))
            expect(own.low).toBeLessThanOrEqual(own.estimate + 1e-12)
            expect(own.high).toBeGreaterThanOrEqual(own.estimate - 1e-12)
            expect(own.low).toBeCloseTo(1 - mirror.high, 10)
          },
        ),
        { numRuns: 60, seed: 1 },
      )
    }
  })

  it("cover as their kind promises (exact sums over the binomial, n = 60)", () => {
    const n = 60
    for (const p of [0.1, 0.3, 0.5, 0.62]) {
      const coverage = (interval: (x: number, n: number) => ReturnType<typeof wilsonInterval>) => {
        let total = 0
        for (let x = 0; x <= n; x++) {
          const { low, high } = requireDefined(interval(x, n))
          if (low <= p && p <= high) total += binomialProbability(x, n, p)
        }
        return total
      }
      expect(coverage(clopperPearsonInterval)).toBeGreaterThanOrEqual(0.95)
      expect(Math.abs(coverage(wilsonInterval) - 0.95)).toBeLessThan(0.03)
      expect(Math.abs(coverage(jeffreysInterval) - 0.95)).toBeLessThan(0.035)
    }
  })
})

describe("win rate with ties", () => {
  it("equals a direct constrained maximum-likelihood search in R", () => {
    for (const { w, t, l, low, high } of reference.score) {
      const rate = requireDefined(winRate(w, t, l))
      expect(Math.abs(2 * rate.low - 1 - low)).toBeLessThan(1e-6)
      expect(Math.abs(2 * rate.high - 1 - high)).toBeLessThan(1e-6)
    }
  })

  it("gives the worked example, and Wilson's interval without ties", () => {
    const rate = requireDefined(winRate(12, 36, 2))
    expect(rate.estimate).toBeCloseTo(0.6, 12)
    expect(rate.variance).toBeCloseTo((12 + 9) / 50 - 0.36, 12)
    expect(rate.low).toBeCloseTo(0.5306, 4)
    expect(rate.high).toBeCloseTo(0.6724, 4)
    const plain = requireDefined(winRate(81, 0, 182))
    const wilson = requireDefined(wilsonInterval(81, 263))
    expect(plain.low).toBeCloseTo(wilson.low, 9)
    expect(plain.high).toBeCloseTo(wilson.high, 9)
  })

  it("stays wide where the plain standard error is zero", () => {
    for (const [w, t, l] of [
      [0, 30, 0],
      [30, 0, 0],
      [0, 0, 30],
      [1, 0, 0],
    ] as const) {
      const rate = requireDefined(winRate(w, t, l))
      expect(rate.high - rate.low).toBeGreaterThan(0.03)
      expect(rate.low).toBeGreaterThanOrEqual(0)
      expect(rate.high).toBeLessThanOrEqual(1)
    }
    expect(winRate(0, 0, 0)).toEqual({ defined: false, reason: "no-data" })
  })

  it("mirrors and covers its estimate for any counts", () => {
    const count = fc.integer({ min: 0, max: 300 })
    fc.assert(
      fc.property(count, count, count, (w, t, l) => {
        fc.pre(w + t + l > 0)
        const own = requireDefined(winRate(w, t, l))
        const mirror = requireDefined(winRate(l, t, w))
        expect(own.low).toBeCloseTo(1 - mirror.high, 9)
        expect(own.low).toBeLessThanOrEqual(own.estimate + 1e-12)
        expect(own.high).toBeGreaterThanOrEqual(own.estimate - 1e-12)
      }),
      { numRuns: 200, seed: 2 },
    )
  })
})

describe("a score by resampling its units", () => {
  const scores = Array.from({ length: 60 }, (_, at) => Math.sin(at) ** 2)
  const mean = (places: readonly number[]) =>
    places.reduce((sum, at) => sum + (scores[at] as number), 0) / places.length
  it("has for a mean the width of its error, and is seeded", () => {
    const interval = requireDefined(bootstrapScore(60, mean, createRng(3), 4000))
    const m = mean(scores.map((_, at) => at))
    const sd = Math.sqrt(scores.reduce((sum, x) => sum + (x - m) ** 2, 0) / 59 / 60)
    expect(interval.estimate).toBeCloseTo(m, 12)
    expect(Math.abs((interval.high - interval.low) / (2 * 2.001 * sd) - 1)).toBeLessThan(0.05)
    expect(requireDefined(bootstrapScore(60, mean, createRng(3), 4000))).toEqual(interval)
  })
  it("has reasons where there is nothing to resample", () => {
    expect(bootstrapScore(0, mean, createRng(1))).toEqual({ defined: false, reason: "no-data" })
    expect(bootstrapScore(1, mean, createRng(1))).toEqual({ defined: false, reason: "one-cluster" })
  })
})
