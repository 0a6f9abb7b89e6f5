import { requireOpenUnit } from "@/stats/check"

/**
 * The standard normal distribution: density, lower and upper tail, quantile.
 *
 * Formula: Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/15 + …) near zero (Abramowitz and Stegun 26.2.11); beyond |x| = 3 the
 * continued fraction of Mills' ratio (26.2.14). The quantile starts at 26.2.23 and is polished by Halley's method.
 * Reference: checked against R's pnorm and qnorm to 1e-12 relative, tails included.
 * Edge cases: NaN throws RangeError; the quantile needs 0 < p < 1.
 * Worked example: normalQuantile(0.975) = 1.95996398454005.
 */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
}

/** P(Z ≤ x). */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError("normalCdf needs a number, not NaN.")
  if (x < -3) return upperTail(-x)
  if (x > 3) return 1 - upperTail(x)
  return 0.5 + central(x)
}

/** P(Z > x), accurate also where it is tiny. */
export function normalTail(x: number): number {
  return normalCdf(-x)
}

/** The x with Φ(x) = p. */
export function normalQuantile(p: number): number {
  requireOpenUnit(p, "A probability")
  if (p > 0.5) return -lowerQuantile(1 - p)
  return lowerQuantile(p)
}

/** The z of a two-sided interval: twoSidedZ(0.95) = 1.95996…. */
export function twoSidedZ(level: number): number {
  requireOpenUnit(level, "A level")
  return -lowerQuantile((1 - level) / 2)
}

function central(x: number): number {
  let term = x
  let sum = x
  for (let k = 1; k < 200; k++) {
    term *= (x * x) / (2 * k + 1)
    const next = sum + term
    if (next === sum) break
    sum = next
  }
  return normalDensity(x) * sum
}

function upperTail(x: number): number {
  if (x > 40) return 0
  let fraction = x
  for (let k = 200; k >= 1; k--) fraction = x + k / fraction
  return normalDensity(x) / fraction
}

function lowerQuantile(p: number): number {
  if (p === 0.5) return 0
  const t = Math.sqrt(-2 * Math.log(p))
  let x =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let i = 0; i < 10; i++) {
    const error = (normalCdf(x) - p) / normalDensity(x)
    const step = error / (1 + (x * error) / 2)
    x -= step
    if (Math.abs(step) <= 1e-15 * (1 + Math.abs(x))) break
  }
  return x
}
