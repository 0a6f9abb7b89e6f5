import { devianceTerm, stirlingError } from "@/stats/special/log-gamma"

/**
 * The regularised incomplete gamma functions P(a, x) = P(Gamma(a, 1) ≤ x) and Q = 1 − P.
 *
 * Formula: the series DLMF 8.11.4 below x = a + 1, the continued fraction DLMF 8.9.2 above it.
 * Reference: checked against R's pgamma to 1e-12.
 * Edge cases: a ≤ 0 throws RangeError; x ≤ 0 gives 0 and 1.
 * Worked example: lowerGamma(1, 2) = 1 − e^−2 = 0.864664716763387.
 */
export function lowerGamma(a: number, x: number): number {
  check(a, x)
  if (x <= 0) return 0
  if (x === Number.POSITIVE_INFINITY) return 1
  return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
}

/** Q(a, x), accurate also where it is tiny. */
export function upperGamma(a: number, x: number): number {
  check(a, x)
  if (x <= 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
}

/** P(χ²_df > x). */
export function chiSquaredTail(x: number, df: number): number {
  return upperGamma(df / 2, x / 2)
}

function check(a: number, x: number): void {
  if (!(a > 0) || Number.isNaN(x)) throw new RangeError(`The incomplete gamma needs a > 0, not ${a}, ${x}.`)
}

/** x^a e^−x / Γ(a+1), by the saddle point. */
function density(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a)
}

function series(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; n < 1_000_000; n++) {
    term *= x / (a + n)
    sum += term
    if (term < sum * 1e-17) break
  }
  return density(a, x) * sum
}

function fraction(a: number, x: number): number {
  const tiny = 1e-300
  const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / guard(b)
  let h = d
  for (let n = 1; n < 1_000_000; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / guard(numerator * d + b)
    c = guard(b + numerator / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return a * density(a, x) * h
}
