import { differenceError, type FittedStrengths } from "@/stats/rating/strength-intervals"
import type { FitCovariance } from "@/stats/rating/covariance"

/**
 * Expected information gain of asking for one more comparison of a pair, in bits.
 *
 * Formula: with the difference of strengths x ~ N(μ, v) (from the fit and its covariance), I = h(E σ(x)) − E h(σ(x)),
 * h the binary entropy; expectations by Gauss-Hermite quadrature with 40 nodes. High where the outcome is open
 * *because the strengths are uncertain*, not because they are equal.
 * Reference: Lindley 1956; Chu and Ghahramani 2005; Li, Ke, Wang and Yu 2018 (Hybrid-MST).
 * Edge cases: v = 0 gives 0.
 * Worked example: μ = 0, v = 1 gives 0.1352 bits (checked in the test by a sum over a fine grid).
 */
export function expectedInformationGain(mean: number, variance: number): number {
  if (!(variance >= 0)) throw new RangeError(`A variance is at least 0, not ${variance}.`)
  if (variance === 0) return 0
  const { nodes, weights } = hermite()
  const scale = Math.sqrt(2 * variance)
  let p = 0
  let entropy = 0
  nodes.forEach((node, k) => {
    const share = 1 / (1 + Math.exp(-(mean + scale * node)))
    const weight = (weights[k] as number) / Math.sqrt(Math.PI)
    p += weight * share
    entropy += weight * binaryEntropy(share)
  })
  return Math.max(0, binaryEntropy(p) - entropy)
}

/** The gain of every pair of a fit, largest first. */
export function rankPairsByGain(
  fit: FittedStrengths,
  covariance: FitCovariance,
): { first: number; second: number; bits: number }[] {
  const pairs: { first: number; second: number; bits: number }[] = []
  for (let first = 0; first < fit.models; first++) {
    for (let second = first + 1; second < fit.models; second++) {
      const variance = differenceError(covariance, first, second) ** 2
      const mean = (fit.strengths[first] as number) - (fit.strengths[second] as number)
      pairs.push({ first, second, bits: expectedInformationGain(mean, variance) })
    }
  }
  return pairs.sort((a, b) => b.bits - a.bits || a.first - b.first || a.second - b.second)
}

export function binaryEntropy(p: number): number {
  if (p <= 0 || p >= 1) return 0
  return -p * Math.log2(p) - (1 - p) * Math.log2(1 - p)
}

const NODES = 40
let cached: { nodes: readonly number[]; weights: readonly number[] } | null = null

/** Nodes and weights of ∫ e^{−x²} f(x) dx, by Newton's method on the orthonormal Hermite recurrence. */
function hermite(): { nodes: readonly number[]; weights: readonly number[] } {
  if (cached) return cached
  const valueAt = (x: number): { value: number; slope: number } => {
    let before = 0
    let value = Math.PI ** -0.25
    for (let k = 1; k <= NODES; k++) {
      const next = x * Math.sqrt(2 / k) * value - Math.sqrt((k - 1) / k) * before
      before = value
      value = next
    }
    return { value, slope: Math.sqrt(2 * NODES) * before }
  }
  const nodes: number[] = []
  const weights: number[] = []
  // The zeros are simple and lie within ±√(2n + 1): bracket them by sign changes on a fine grid, then polish.
  const limit = Math.sqrt(2 * NODES + 1)
  const steps = 4000
  let left = valueAt(-limit).value
  for (let s = 1; s <= steps; s++) {
    const x = -limit + (2 * limit * s) / steps
    const { value } = valueAt(x)
    if (left > 0 !== value > 0) {
      let root = x - limit / steps
      for (let i = 0; i < 50; i++) {
        const { value: own, slope } = valueAt(root)
        const step = own / slope
        root -= step
        if (Math.abs(step) < 1e-15 * (1 + Math.abs(root))) break
      }
      nodes.push(root)
      weights.push(2 / valueAt(root).slope ** 2)
    }
    left = value
  }
  cached = { nodes, weights }
  return cached
}
