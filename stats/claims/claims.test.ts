import { describe, expect, it } from "vitest"
import { adjustBenjaminiHochberg } from "@/stats/claims/benjamini-hochberg"
import { cochranArmitageTest } from "@/stats/claims/cochran-armitage"
import { exactBinomialTest } from "@/stats/claims/exact-binomial"
import { adjustHolm } from "@/stats/claims/holm"
import { mcnemarTest } from "@/stats/claims/mcnemar"
import {
  designEffect,
  exactPowerOneShare,
  powerTwoShares,
  sampleSizeOneShare,
  sampleSizeTwoShares,
} from "@/stats/claims/sample-size"
import { relativeError } from "@/stats/close-to"
import reference from "@/stats/fixtures/special.json"
import { requireDefined } from "@/stats/outcome"

describe("tests of claims equal R", () => {
  it("exact binomial", () => {
    for (const { x, n, pHalf, pThird } of reference.intervals) {
      expect(relativeError(requireDefined(exactBinomialTest(x, n)), pHalf)).toBeLessThan(1e-10)
      expect(relativeError(requireDefined(exactBinomialTest(x, n, 1 / 3)), pThird)).toBeLessThan(1e-10)
    }
    expect(requireDefined(exactBinomialTest(134, 234))).toBeCloseTo(0.031, 3)
    expect(requireDefined(exactBinomialTest(5, 10))).toBe(1)
    expect(exactBinomialTest(0, 0)).toEqual({ defined: false, reason: "no-data" })
  })

  it("McNemar", () => {
    for (const row of reference.mcnemar) {
      const test = requireDefined(mcnemarTest(row.b, row.c))
      expect(relativeError(test.chiSquared, row.plain)).toBeLessThan(1e-12)
      expect(relativeError(test.pValue, row.plainP)).toBeLessThan(1e-12)
      expect(relativeError(test.correctedChiSquared, row.corrected)).toBeLessThan(1e-12)
      expect(relativeError(test.correctedPValue, row.correctedP)).toBeLessThan(1e-12)
      expect(relativeError(test.exactPValue, row.exactP)).toBeLessThan(1e-12)
    }
    expect(requireDefined(mcnemarTest(150, 86)).correctedChiSquared).toBeCloseTo(16.818, 3)
    expect(mcnemarTest(0, 0)).toEqual({ defined: false, reason: "no-discordant" })
  })

  it("Cochran-Armitage", () => {
    const smokers = requireDefined(cochranArmitageTest([83, 90, 129, 70], [86, 93, 136, 82]))
    const other = requireDefined(
      cochranArmitageTest([12, 9, 20, 31, 25], [30, 28, 41, 50, 33], [0, 1, 3, 4, 9]),
    )
    expect(relativeError(smokers.chiSquared, reference.trend.chi[0] as number)).toBeLessThan(1e-12)
    expect(relativeError(smokers.pValue, reference.trend.p[0] as number)).toBeLessThan(1e-12)
    expect(relativeError(other.chiSquared, reference.trend.chi[1] as number)).toBeLessThan(1e-12)
    expect(smokers.chiSquared).toBeCloseTo(8.2249, 4)
    expect(smokers.slope).toBeLessThan(0)
    expect(cochranArmitageTest([], [])).toEqual({ defined: false, reason: "no-data" })
    expect(cochranArmitageTest([5], [9])).toEqual({ defined: false, reason: "no-variance" })
    expect(cochranArmitageTest([5, 9], [5, 9])).toEqual({ defined: false, reason: "no-variance" })
    expect(() => cochranArmitageTest([1], [1, 2])).toThrow(RangeError)
  })

  it("Benjamini-Hochberg and Holm", () => {
    const { p, bh, holm } = reference.adjust
    adjustBenjaminiHochberg(p).forEach((value, i) => expect(value).toBeCloseTo(bh[i] as number, 12))
    adjustHolm(p).forEach((value, i) => expect(value).toBeCloseTo(holm[i] as number, 12))
    expect(adjustBenjaminiHochberg([0.01, 0.04, 0.03])).toEqual([0.03, 0.04, 0.04])
    adjustHolm([0.01, 0.04, 0.03]).forEach((v, i) =>
      expect(v).toBeCloseTo([0.03, 0.06, 0.06][i] as number, 12),
    )
    expect(adjustHolm([])).toEqual([])
    expect(() => adjustBenjaminiHochberg([2])).toThrow(RangeError)
  })
})

describe("sample size and power", () => {
  it("gives the worked examples and equals power.prop.test", () => {
    expect(sampleSizeOneShare(0.55)).toBe(783)
    expect(sampleSizeOneShare(0.6)).toBe(194)
    for (const { p1, p2, power, n } of reference.power) {
      // R's uniroot stops at 1e-4 of n, so its root is compared through the power it stands for.
      expect(Math.abs(powerTwoShares(n, p1, p2) - power)).toBeLessThan(1e-5)
      expect(sampleSizeTwoShares(p1, p2, { power })).toBe(Math.ceil(n))
    }
    expect(() => sampleSizeOneShare(0.5)).toThrow(RangeError)
  })

  it("keeps the exact test below its level and near the wanted power", () => {
    expect(exactPowerOneShare(194, 0.5)).toBeLessThanOrEqual(0.05)
    expect(exactPowerOneShare(194, 0.6)).toBeGreaterThan(0.76)
    expect(exactPowerOneShare(783, 0.55)).toBeGreaterThan(0.77)
    expect(exactPowerOneShare(2, 0.6)).toBe(0)
  })

  it("widens by the design effect", () => {
    expect(designEffect(50, 0.02)).toBeCloseTo(1.98, 12)
    expect(designEffect(1, 0.5)).toBe(1)
  })
})
