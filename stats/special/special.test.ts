import { describe, expect, it } from "vitest"
import { relativeError, strictRelativeError } from "@/stats/close-to"
import reference from "@/stats/fixtures/special.json"
import { binomialAtLeast, binomialAtMost, binomialProbability } from "@/stats/special/binomial"
import { findRoot } from "@/stats/special/find-root"
import { betaQuantile, incompleteBeta } from "@/stats/special/incomplete-beta"
import { chiSquaredTail, lowerGamma, upperGamma } from "@/stats/special/incomplete-gamma"
import { logBeta, logChoose, logGamma, stirlingError } from "@/stats/special/log-gamma"
import { normalCdf, normalQuantile, normalTail, twoSidedZ } from "@/stats/special/normal"
import { studentCdf, studentQuantile } from "@/stats/special/student-t"

describe("special functions equal R to 1e-12", () => {
  it("log gamma", () => {
    for (const { x, y } of reference.logGamma)
      expect(relativeError(logGamma(x), y), `${x}`).toBeLessThan(1e-12)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14)
    expect(stirlingError(1)).toBeCloseTo(1 - 0.5 * Math.log(2 * Math.PI), 14)
    expect(Math.exp(logBeta(2, 3))).toBeCloseTo(1 / 12, 14)
    expect(Math.exp(logChoose(10, 3))).toBeCloseTo(120, 10)
    expect(logChoose(10, 0)).toBe(0)
    expect(() => logGamma(0)).toThrow(RangeError)
  })

  it("normal distribution", () => {
    for (const { x, lower, upper } of reference.normal) {
      expect(strictRelativeError(normalCdf(x), lower), `${x}`).toBeLessThan(1e-12)
      expect(strictRelativeError(normalTail(x), upper), `${x}`).toBeLessThan(1e-12)
    }
    for (const { p, x } of reference.normalQuantile) {
      expect(relativeError(normalQuantile(p), x), `${p}`).toBeLessThan(1e-12)
    }
    expect(twoSidedZ(0.95)).toBeCloseTo(1.95996398454005, 12)
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0)
    expect(() => normalQuantile(0)).toThrow(RangeError)
    expect(() => normalCdf(Number.NaN)).toThrow(RangeError)
  })

  it("incomplete beta and its quantile", () => {
    for (const { x, a, b, p } of reference.beta) {
      expect(relativeError(incompleteBeta(x, a, b), p), `${x} ${a} ${b}`).toBeLessThan(1e-12)
    }
    for (const { p, a, b, x } of reference.betaQuantile) {
      expect(strictRelativeError(betaQuantile(p, a, b), x), `${p} ${a} ${b}`).toBeLessThan(2e-12)
    }
    expect(incompleteBeta(0.5, 2, 3)).toBeCloseTo(0.6875, 14)
    expect([incompleteBeta(-1, 2, 3), incompleteBeta(2, 2, 3)]).toEqual([0, 1])
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1])
    expect(() => incompleteBeta(0.5, 0, 1)).toThrow(RangeError)
    expect(() => betaQuantile(1.5, 1, 1)).toThrow(RangeError)
  })

  it("incomplete gamma", () => {
    for (const { a, x, lower, upper } of reference.gamma) {
      expect(relativeError(lowerGamma(a, x), lower), `${a} ${x}`).toBeLessThan(1e-12)
      expect(relativeError(upperGamma(a, x), upper), `${a} ${x}`).toBeLessThan(1e-12)
    }
    expect(lowerGamma(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14)
    expect(chiSquaredTail(3.84145882069412, 1)).toBeCloseTo(0.05, 12)
    expect([lowerGamma(2, 0), upperGamma(2, 0), upperGamma(2, Number.POSITIVE_INFINITY)]).toEqual([0, 1, 0])
    expect(() => lowerGamma(0, 1)).toThrow(RangeError)
  })

  it("Student's t", () => {
    for (const { df, p, t } of reference.student) {
      expect(relativeError(studentQuantile(p, df), t), `${p} ${df}`).toBeLessThan(1e-12)
      expect(relativeError(studentCdf(t, df), p), `${p} ${df}`).toBeLessThan(1e-12)
    }
    expect(studentQuantile(0.975, 29)).toBeCloseTo(2.0452296421327, 11)
    expect(studentQuantile(0.5, 3)).toBe(0)
  })

  it("binomial", () => {
    for (const { k, n, p, d, lower, upper } of reference.binomial) {
      expect(strictRelativeError(binomialProbability(k, n, p), d), `${k} ${n}`).toBeLessThan(1e-11)
      expect(relativeError(binomialAtMost(k, n, p), lower), `${k} ${n}`).toBeLessThan(1e-12)
      expect(relativeError(binomialAtLeast(k, n, p), upper), `${k} ${n}`).toBeLessThan(1e-12)
    }
    expect(binomialProbability(2, 4, 0.5)).toBeCloseTo(0.375, 14)
    expect([
      binomialProbability(0, 3, 0),
      binomialProbability(3, 3, 1),
      binomialProbability(5, 3, 0.5),
    ]).toEqual([1, 1, 0])
  })

  it("finds roots", () => {
    expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15)
    expect(findRoot((x) => x, 0, 1)).toBe(0)
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(RangeError)
  })
})
