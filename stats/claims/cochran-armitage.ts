import { requireNonNegative } from "@/stats/check"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { chiSquaredTail } from "@/stats/special/incomplete-gamma"

/**
 * Cochran-Armitage test for a trend in shares over ordered blocks: does a person drift?
 *
 * Formula: with scores t, successes x and sizes n: T = Σ t(x − n p̄), V = p̄(1−p̄)(Σ n t² − (Σ n t)²/N), χ² = T²/V on
 * one degree of freedom.
 * Reference: Armitage 1955; R prop.trend.test.
 * Edge cases: fewer than two non-empty blocks, or all successes alike, are undefined ("no-variance").
 * Worked example (Lewis and Fleiss 1981, smokers): x = 83, 90, 129, 70 of n = 86, 93, 136, 82 gives χ² = 8.2249.
 */
export interface Trend {
  readonly chiSquared: number
  readonly z: number
  readonly pValue: number
  /** Change of the share per unit of score, by weighted least squares. */
  readonly slope: number
}

export function cochranArmitageTest(
  successes: readonly number[],
  sizes: readonly number[],
  scores: readonly number[] = sizes.map((_, i) => i + 1),
): Outcome<Trend> {
  if (successes.length !== sizes.length || scores.length !== sizes.length) {
    throw new RangeError("successes, sizes and scores must have the same length.")
  }
  let n = 0
  let x = 0
  let nt = 0
  let ntt = 0
  let xt = 0
  sizes.forEach((size, i) => {
    const hit = successes[i] as number
    const score = scores[i] as number
    requireNonNegative(hit, "successes")
    requireNonNegative(size - hit, "failures")
    n += size
    x += hit
    nt += size * score
    ntt += size * score * score
    xt += hit * score
  })
  if (n === 0) return notDefined("no-data")
  const p = x / n
  const spread = ntt - (nt * nt) / n
  if (p === 0 || p === 1 || spread <= 1e-12 * ntt) return notDefined("no-variance")
  const trend = xt - p * nt
  const z = trend / Math.sqrt(p * (1 - p) * spread)
  return defined({ chiSquared: z * z, z, pValue: chiSquaredTail(z * z, 1), slope: trend / spread })
}
