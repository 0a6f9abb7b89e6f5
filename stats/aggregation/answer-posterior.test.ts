import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { answerPosterior } from "@/stats/aggregation/answer-posterior"

const votes = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 4 })

describe("answerPosterior", () => {
  it.each([
    [[1, 0], 0.8072],
    [[2, 0], 0.9308],
    [[1, 1], 0.5],
    [[2, 1], 0.7604],
    [[3, 1], 0.8954],
    [[0, 0, 0], 1 / 3],
    [[1, 0, 0], 0.8005],
    [[2, 0, 0], 0.9603],
  ])("of %j is %d for the first", (counts, expected) => {
    expect(answerPosterior(counts)[0]).toBeCloseTo(expected, 4)
  })

  it("sums to one and puts more votes before fewer", () => {
    fc.assert(
      fc.property(votes, (counts) => {
        const posterior = answerPosterior(counts)
        expect(posterior.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
        for (const [i, a] of counts.entries()) {
          for (const [j, b] of counts.entries()) {
            if (a > b) expect(posterior[i]).toBeGreaterThanOrEqual(posterior[j] ?? 1)
          }
        }
      }),
    )
  })

  it("equals the integral over the shared accuracy, summed up by hand", () => {
    fc.assert(
      fc.property(votes, (counts) => {
        const n = counts.reduce((sum, count) => sum + count, 0)
        const steps = 20_000
        const integral = (own: number) => {
          let sum = 0
          for (let s = 0; s < steps; s++) {
            const q = 1 / counts.length + ((s + 0.5) / steps) * (1 - 1 / counts.length)
            sum += q ** (own + 7) * (1 - q) ** (n - own + 1) * (counts.length - 1) ** (own - n)
          }
          return sum
        }
        const weights = counts.map(integral)
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const posterior = answerPosterior(counts)
        weights.forEach((weight, k) => expect(posterior[k]).toBeCloseTo(weight / total, 5))
      }),
      { numRuns: 20 },
    )
  })

  it("never lets a category win that nobody chose", () => {
    expect(answerPosterior([30, 30, 30, 0])[3]).toBeLessThan(0.01)
  })

  it("refuses an answer without alternatives", () => {
    expect(() => answerPosterior([3])).toThrow(RangeError)
  })
})
