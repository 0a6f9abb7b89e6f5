import { requireOpenUnit } from "@/stats/check"
import { binomialAtLeast, binomialAtMost } from "@/stats/special/binomial"
import { findRoot } from "@/stats/special/find-root"
import { normalCdf, normalQuantile, twoSidedZ } from "@/stats/special/normal"

/**
 * How many independent decisive votes a claim needs, and how likely it is to be made with n of them.
 *
 * Formulas (two-sided level α):
 *   one share p against p0: n = ((z_{1−α/2} √(p0 q0) + z_power √(p q)) / (p − p0))²
 *   two shares: the n per group that solves power(n) = wanted, with the pooled error under no difference
 *   design effect of clusters of m votes with intraclass correlation ρ: 1 + (m − 1) ρ
 * Reference: Fleiss, Levin and Paik 2003, chapters 2 and 4; R power.prop.test; Kish 1965.
 * Edge cases: equal shares throw RangeError (no n is enough).
 * Worked example: ½ against 0.55 at 80 % power needs 783 votes, against 0.60 it needs 194.
 */
export interface PowerAsk {
  /** Two-sided error of the first kind; 0.05 unless told. */
  readonly alpha?: number
  /** Wanted chance to find the difference; 0.8 unless told. */
  readonly power?: number
}

export function sampleSizeOneShare(p: number, p0 = 0.5, ask: PowerAsk = {}): number {
  const { alpha = 0.05, power = 0.8 } = ask
  requireDifferent(p, p0)
  const reach =
    twoSidedZ(1 - alpha) * Math.sqrt(p0 * (1 - p0)) + normalQuantile(power) * Math.sqrt(p * (1 - p))
  return Math.ceil((reach / (p - p0)) ** 2 - 1e-9)
}

/** Votes needed in each of two groups of equal size. */
export function sampleSizeTwoShares(p1: number, p2: number, ask: PowerAsk = {}): number {
  const { alpha = 0.05, power = 0.8 } = ask
  requireDifferent(p1, p2)
  let high = 2
  while (powerTwoShares(high, p1, p2, alpha) < power) high *= 2
  const exact = findRoot((n) => powerTwoShares(n, p1, p2, alpha) - power, 1e-6, high, 1e-9)
  return Math.ceil(exact - 1e-6)
}

/** Normal approximation of the power of the two-sample test with n votes per group (R power.prop.test). */
export function powerTwoShares(n: number, p1: number, p2: number, alpha = 0.05): number {
  requireOpenUnit(p1, "p1")
  requireOpenUnit(p2, "p2")
  const pooled = Math.sqrt((p1 + p2) * (1 - (p1 + p2) / 2))
  const spread = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
  return normalCdf((Math.sqrt(n) * Math.abs(p1 - p2) - twoSidedZ(1 - alpha) * pooled) / spread)
}

/**
 * Exact power of the two-sided equal-tailed binomial test of `p0` with n votes when the truth is p. It goes up and
 * down a little with n, since the test cannot spend all of α.
 */
export function exactPowerOneShare(n: number, p: number, p0 = 0.5, alpha = 0.05): number {
  requireOpenUnit(p, "p")
  requireOpenUnit(p0, "p0")
  const low = largestBelow(n, (k) => binomialAtMost(k, n, p0) <= alpha / 2)
  const high = smallestAbove(n, (k) => binomialAtLeast(k, n, p0) <= alpha / 2)
  return binomialAtMost(low, n, p) + binomialAtLeast(high, n, p)
}

export function designEffect(votesPerCluster: number, intraclassCorrelation: number): number {
  return 1 + (votesPerCluster - 1) * intraclassCorrelation
}

function requireDifferent(p1: number, p2: number): void {
  requireOpenUnit(p1, "A share")
  requireOpenUnit(p2, "A share")
  if (p1 === p2) throw new RangeError("No sample size can tell equal shares apart.")
}

function largestBelow(n: number, holds: (k: number) => boolean): number {
  let low = -1
  let high = n
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

function smallestAbove(n: number, holds: (k: number) => boolean): number {
  let low = 0
  let high = n + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
