import { drawIndex, type Rng } from "@/stats/random"
import { logGamma } from "@/stats/special/log-gamma"

/**
 * Random counts: one binomial number, and a bootstrap resample of grouped units as a multinomial vector.
 *
 * Drawing how often each *kind* of unit is resampled, in place of each unit, makes the cost of a resample depend on
 * the number of kinds only: 2,000 resamples of 100,000 annotated units take well under a second.
 *
 * Formula: binomials by inversion below n·min(p, 1−p) = 10 and above it by the transformed rejection BTRS of
 * Hörmann 1993; a multinomial as a chain of binomials on what is left.
 * Edge cases: n = 0 or p = 0 gives 0, p = 1 gives n.
 * Worked example: drawMultinomial spreads exactly n draws; the test compares the law with the exact one by χ².
 */
export function drawBinomial(rng: Rng, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(rng, n, 1 - p)
  return n * p < 10 ? byInversion(rng, n, p) : byRejection(rng, n, p)
}

function byInversion(rng: Rng, n: number, p: number): number {
  const odds = p / (1 - p)
  const start = Math.exp(n * Math.log1p(-p))
  let probability = start
  let u = rng()
  let k = 0
  while (u > probability) {
    u -= probability
    k += 1
    if (k > n) {
      // Rounding ran off the end of the law: draw anew.
      u = rng()
      k = 0
      probability = start
    } else {
      probability *= (odds * (n - k + 1)) / k
    }
  }
  return k
}

function byRejection(rng: Rng, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const limit = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * spread
  const mode = Math.floor((n + 1) * p)
  let height = Number.NaN
  const logOdds = Math.log(p / (1 - p))
  for (;;) {
    const u = rng() - 0.5
    const v = rng()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + centre)
    if (k < 0 || k > n) continue
    if (us >= 0.07 && v <= limit) return k
    if (Number.isNaN(height)) height = logGamma(mode + 1) + logGamma(n - mode + 1)
    const bound = height - logGamma(k + 1) - logGamma(n - k + 1) + (k - mode) * logOdds
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k
  }
}

/**
 * Draws `total` times among the kinds, kind k with probability multiplicities[k] / total, and writes how often each
 * kind came up into `into`. `total` is the sum of the multiplicities (whole numbers).
 */
export function drawMultinomial(
  rng: Rng,
  multiplicities: ArrayLike<number>,
  total: number,
  into: Float64Array,
): void {
  const kinds = multiplicities.length
  // With about one unit per kind, drawing unit by unit is cheaper than a chain of binomials.
  if (total < 2 * kinds) {
    drawOneByOne(rng, multiplicities, total, into)
    return
  }
  let left = total
  let weight = total
  for (let k = 0; k < kinds; k++) {
    const own = multiplicities[k] as number
    const drawn = own >= weight ? left : drawBinomial(rng, left, own / weight)
    into[k] = drawn
    left -= drawn
    weight -= own
  }
}

function drawOneByOne(rng: Rng, multiplicities: ArrayLike<number>, total: number, into: Float64Array): void {
  const owner = new Int32Array(total)
  let next = 0
  for (let k = 0; k < multiplicities.length; k++) {
    for (let i = 0; i < (multiplicities[k] as number); i++) owner[next++] = k
  }
  into.fill(0)
  for (let i = 0; i < total; i++) {
    const kind = owner[drawIndex(rng, total)] as number
    into[kind] = (into[kind] as number) + 1
  }
}
