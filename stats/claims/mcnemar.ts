import { requireCount } from "@/stats/check"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { exactBinomialTest } from "@/stats/claims/exact-binomial"
import { chiSquaredTail } from "@/stats/special/incomplete-gamma"

/**
 * McNemar's test of paired answers: did more change in one direction than in the other?
 *
 * Formula: with b and c the two kinds of discordant pairs, χ² = (b − c)²/(b + c) and its continuity-corrected form
 * (|b − c| − 1)²/(b + c), one degree of freedom; exact: b of b + c against ½.
 * Reference: McNemar 1947; R mcnemar.test.
 * Edge cases: b + c = 0 is undefined ("no-discordant").
 * Worked example (Agresti 1990, p. 350, approval of the president): b = 150, c = 86, corrected χ² = 16.818.
 */
export interface McNemar {
  readonly chiSquared: number
  readonly pValue: number
  readonly correctedChiSquared: number
  readonly correctedPValue: number
  readonly exactPValue: number
}

export function mcnemarTest(b: number, c: number): Outcome<McNemar> {
  requireCount(b, "b")
  requireCount(c, "c")
  const exact = exactBinomialTest(b, b + c)
  if (!exact.defined) return notDefined("no-discordant")
  const chiSquared = (b - c) ** 2 / (b + c)
  const correctedChiSquared = Math.max(0, Math.abs(b - c) - 1) ** 2 / (b + c)
  return defined({
    chiSquared,
    pValue: chiSquaredTail(chiSquared, 1),
    correctedChiSquared,
    correctedPValue: chiSquaredTail(correctedChiSquared, 1),
    exactPValue: exact.value,
  })
}
