import { describe, expect, it } from "vitest"
import { requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"
import { anytimePValue, confidenceSequence, eValue, logEValue } from "@/stats/sequential/e-value"
import {
  binaryEntropy,
  expectedInformationGain,
  rankPairsByGain,
} from "@/stats/sequential/expected-information-gain"
import { sprt, sprtExpectedVotes } from "@/stats/sequential/sprt"

describe("e-values", () => {
  it("equal the integral of the likelihood ratio", () => {
    for (const [x, n, p0] of [
      [15, 20, 0.5],
      [3, 40, 0.2],
      [0, 7, 0.5],
    ] as const) {
      let integral = 0
      const steps = 20_000
      for (let s = 0; s < steps; s++) {
        const p = (s + 0.5) / steps
        integral += (p / p0) ** x * ((1 - p) / (1 - p0)) ** (n - x) * (1 / steps)
      }
      expect(eValue(x, n, p0) / integral).toBeCloseTo(1, 5)
    }
    expect(eValue(15, 20)).toBeCloseTo(3.2206, 3)
    expect(eValue(0, 0)).toBe(1)
    expect(anytimePValue(10, 20)).toBe(1)
    expect(anytimePValue(90, 100)).toBeLessThan(1e-10)
  })

  it("false alarms of endless looking stay below α (planted truth ½)", () => {
    const rng = createRng(31)
    let alarms = 0
    const runs = 400
    for (let r = 0; r < runs; r++) {
      let x = 0
      for (let n = 1; n <= 300; n++) {
        if (rng() < 0.5) x += 1
        if (logEValue(x, n) >= Math.log(20)) {
          alarms += 1
          break
        }
      }
    }
    expect(alarms / runs).toBeLessThan(0.05)
  })

  it("the confidence sequence covers at all looks at once, and its ends have e = 1/α", () => {
    const { low, high } = requireDefined(confidenceSequence(30, 50))
    expect(eValue(30, 50, low)).toBeCloseTo(20, 6)
    expect(eValue(30, 50, high)).toBeCloseTo(20, 6)
    expect(requireDefined(confidenceSequence(1, 1))).toMatchObject({ high: 1 })
    expect(requireDefined(confidenceSequence(0, 9))).toMatchObject({ low: 0 })
    expect(confidenceSequence(0, 0)).toEqual({ defined: false, reason: "no-data" })
    const rng = createRng(32)
    let missed = 0
    for (let r = 0; r < 150; r++) {
      let x = 0
      for (let n = 1; n <= 120; n++) {
        if (rng() < 0.62) x += 1
        if (logEValue(x, n, 0.62) >= Math.log(20)) {
          missed += 1
          break
        }
      }
    }
    expect(missed / 150).toBeLessThan(0.06)
  })
})

describe("SPRT", () => {
  const plan = { p0: 0.5, p1: 0.6 }

  it("gives the worked example", () => {
    const test = sprt(100, 150, plan)
    expect(test.upper).toBeCloseTo(2.944, 3)
    expect(test.lower).toBeCloseTo(-2.944, 3)
    expect(test.logRatio).toBeCloseTo(100 * Math.log(1.2) + 50 * Math.log(0.8), 10)
    expect(test.logRatio).toBeCloseTo(7.075, 3)
    expect(test.decision).toBe("accept-p1")
    expect(sprt(0, 0, plan).decision).toBe("continue")
    expect(sprt(20, 60, plan).decision).toBe("accept-p0")
    expect(() => sprt(1, 2, { p0: 0.5, p1: 0.5 })).toThrow(RangeError)
  })

  it("keeps its errors and its expected length (planted truth)", () => {
    const rng = createRng(33)
    for (const truth of ["p0", "p1"] as const) {
      let wrong = 0
      let votes = 0
      const runs = 500
      for (let r = 0; r < runs; r++) {
        let x = 0
        let n = 0
        let decision = sprt(x, n, plan).decision
        while (decision === "continue") {
          n += 1
          if (rng() < plan[truth]) x += 1
          decision = sprt(x, n, plan).decision
        }
        votes += n
        if (decision !== `accept-${truth}`) wrong += 1
      }
      expect(wrong / runs).toBeLessThan(0.07)
      // The overshoot over the boundary adds a few votes to Wald's approximation.
      expect(Math.abs(votes / runs / sprtExpectedVotes(plan, truth) - 1)).toBeLessThan(0.15)
    }
  })
})

describe("expected information gain", () => {
  it("equals a sum over a fine grid", () => {
    for (const [mean, variance] of [
      [0, 1],
      [1.3, 0.4],
      [-2, 4],
      [0.2, 0.01],
    ] as const) {
      let p = 0
      let entropy = 0
      const h = 0.001
      for (let z = -9; z <= 9; z += h) {
        const weight = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * h
        const share = 1 / (1 + Math.exp(-(mean + Math.sqrt(variance) * z)))
        p += weight * share
        entropy += weight * binaryEntropy(share)
      }
      expect(expectedInformationGain(mean, variance)).toBeCloseTo(binaryEntropy(p) - entropy, 7)
    }
    expect(expectedInformationGain(0, 1)).toBeCloseTo(0.1352, 4)
    expect(expectedInformationGain(0.3, 0)).toBe(0)
    expect(() => expectedInformationGain(0, -1)).toThrow(RangeError)
  })

  it("ranks the uncertain open pair first", () => {
    const covariance = {
      kind: "model" as const,
      models: 3,
      size: 3,
      matrix: Float64Array.from([1, 0, 0, 0, 0.01, 0, 0, 0, 0.01]),
      degreesOfFreedom: null,
    }
    const pairs = rankPairsByGain({ models: 3, strengths: Float64Array.from([0.1, 0, -3]) }, covariance)
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ])
  })
})
