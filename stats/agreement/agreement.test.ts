import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { agreementByRaterPair } from "@/stats/agreement/agreement-by-rater-pair"
import { cohenKappa } from "@/stats/agreement/cohen-kappa"
import { fleissKappa } from "@/stats/agreement/fleiss-kappa"
import { groupUnits } from "@/stats/agreement/group-units"
import { gwetAc } from "@/stats/agreement/gwet-ac"
import { kendallTauB } from "@/stats/agreement/kendall-tau"
import { kendallU } from "@/stats/agreement/kendall-u"
import { kendallW } from "@/stats/agreement/kendall-w"
import { midranks } from "@/stats/agreement/midranks"
import { pairwiseAgreement, pairwiseAgreementOfCounts } from "@/stats/agreement/pairwise-agreement"
import { relativeError } from "@/stats/close-to"
import reference from "@/stats/fixtures/agreement.json"
import { fleiss1971, fourRaters, sixRaters, toCounts } from "@/stats/fixtures/published-agreement"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"

describe("raw pairwise agreement", () => {
  it("gives the worked example, micro and macro", () => {
    const items = [[0, 0, 1], [0, 0], [0, 1], [2]]
    const micro = requireDefined(pairwiseAgreement(items))
    expect(micro).toMatchObject({ items: 3, pairs: 5, agreeing: 2 })
    expect(micro.estimate).toBeCloseTo(0.4, 12)
    // By hand: residuals s − P m = 1 − 1.2, 1 − 0.4, 0 − 0.4.
    expect(micro.standardError).toBeCloseTo(Math.sqrt(1.5 * (0.04 + 0.36 + 0.16)) / 5, 12)
    const macro = requireDefined(pairwiseAgreement(items, "macro"))
    expect(macro.estimate).toBeCloseTo(4 / 9, 12)
  })

  it("equals irrCAC's percent agreement (macro)", () => {
    const macro = requireDefined(pairwiseAgreement(fourRaters.units, "macro"))
    expect(macro.estimate).toBeCloseTo(0.8181818, 6)
  })

  it("is undefined without overlap or spread, and keeps a width at full agreement", () => {
    expect(pairwiseAgreement([])).toEqual({ defined: false, reason: "no-overlap" })
    expect(pairwiseAgreement([[1], [2]])).toEqual({ defined: false, reason: "no-overlap" })
    expect(pairwiseAgreement([[1, 1], [2]])).toEqual({ defined: false, reason: "one-item" })
    const full = requireDefined(pairwiseAgreement(Array.from({ length: 20 }, () => [1, 1])))
    expect(full.estimate).toBe(1)
    expect(full.high).toBe(1)
    expect(full.low).toBeLessThan(0.9)
  })

  it("does not depend on the names of categories nor on the order of raters", () => {
    const item = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 30 }), (items) => {
        const own = pairwiseAgreement(items)
        const other = pairwiseAgreement(items.map((ratings) => ratings.map((v) => 7 - v).reverse()))
        expect(other).toEqual(own)
      }),
      { numRuns: 100, seed: 3 },
    )
  })

  it("by pair of raters", () => {
    const rows = agreementByRaterPair([
      { item: 0, rater: 0, value: 1 },
      { item: 0, rater: 1, value: 1 },
      { item: 1, rater: 1, value: 1 },
      { item: 1, rater: 0, value: 2 },
      { item: 2, rater: 2, value: 2 },
    ])
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ first: 0, second: 1, items: 2, agreeing: 1, estimate: 0.5 })
    expect(agreementByRaterPair([])).toEqual([])
    const twice = { item: 0, rater: 0, value: 1 }
    expect(() => agreementByRaterPair([twice, twice])).toThrow(RangeError)
  })
})

describe("Cohen's kappa", () => {
  it("equals R's vcd::Kappa, plain and weighted, with its standard error", () => {
    for (const { table, plain, linear, quadratic } of reference.cohen) {
      const expected = { identity: plain, linear, quadratic }
      for (const weights of ["identity", "linear", "quadratic"] as const) {
        const kappa = requireDefined(cohenKappa(table, weights))
        expect(relativeError(kappa.value, expected[weights][0] as number)).toBeLessThan(1e-10)
        const error = requireDefined(kappa.interval).standardError
        expect(relativeError(error, expected[weights][1] as number), weights).toBeLessThan(1e-10)
      }
    }
  })

  it("shows the paradox of a common category, and has no value where nothing is left to explain", () => {
    const table = [
      [118, 5],
      [2, 0],
    ]
    const kappa = requireDefined(cohenKappa(table))
    expect(kappa.observed).toBeCloseTo(0.944, 3)
    expect(kappa.value).toBeCloseTo(-0.0234, 4)
    expect(cohenKappa([])).toEqual({ defined: false, reason: "no-data" })
    expect(cohenKappa([[5]])).toEqual({ defined: false, reason: "one-category" })
    expect(
      cohenKappa([
        [5, 0],
        [0, 0],
      ]),
    ).toEqual({ defined: false, reason: "perfect-margins" })
    const full = requireDefined(
      cohenKappa([
        [5, 0],
        [0, 5],
      ]),
    )
    expect(full.value).toBe(1)
    expect(full.interval).toEqual({ defined: false, reason: "no-variance" })
    expect(() => cohenKappa([[1, 2]])).toThrow(RangeError)
  })
})

describe("Fleiss' kappa and Gwet's AC", () => {
  it("equal the published figures", () => {
    const fleiss = requireDefined(fleissKappa(toCounts(fleiss1971, 5)))
    expect(fleiss.value).toBeCloseTo(0.4302445, 7)
    const six = requireDefined(fleissKappa(sixRaters))
    expect(six.value).toBeCloseTo(0.4139265, 7)
    expect(requireDefined(six.interval).standardError).toBeCloseTo(0.08119291, 8)
    const ac = requireDefined(gwetAc(sixRaters))
    expect(ac.value).toBeCloseTo(0.4448007, 7)
    expect(ac.expected).toBeCloseTo(0.1914815, 7)
    const interval = requireDefined(ac.interval)
    expect(interval.standardError).toBeCloseTo(0.08418757, 8)
    expect([interval.low, interval.high].map((v) => v.toFixed(3))).toEqual(["0.264", "0.625"])
  })

  it("equal irrCAC with missing ratings", () => {
    const counts = toCounts(fourRaters.units, 5)
    const ac = requireDefined(gwetAc(counts))
    expect(ac.value).toBeCloseTo(0.77544, 5)
    expect(requireDefined(ac.interval).standardError).toBeCloseTo(0.14295, 5)
    const kappa = requireDefined(fleissKappa(counts))
    expect(kappa.value).toBeCloseTo(0.76117, 5)
    expect(requireDefined(kappa.interval).standardError).toBeCloseTo(0.15302, 5)
  })

  it("equal the three abstractors' table and the paradox table", () => {
    const abstractors = [
      ...repeat([2, 0, 0], 13),
      ...repeat([0, 2, 0], 20),
      ...repeat([0, 0, 2], 56),
      ...repeat([0, 1, 1], 11),
    ]
    expect(requireDefined(gwetAc(abstractors)).value).toBeCloseTo(0.8493305, 7)
    // Scott's pi of two raters is Fleiss' kappa.
    expect(requireDefined(fleissKappa(abstractors)).value).toBeCloseTo(0.7962397, 7)
    // irrCAC's table form divides by n where its raw form, which is ours, divides by n − 1.
    const error = requireDefined(requireDefined(fleissKappa(abstractors)).interval).standardError
    expect(error * Math.sqrt(0.99)).toBeCloseTo(0.05905473, 8)
    const paradox = [...repeat([2, 0], 118), ...repeat([1, 1], 7)]
    expect(requireDefined(gwetAc(paradox)).value).toBeCloseTo(0.941, 3)
  })

  it("weighted forms equal a plain sum over all pairs of ratings", () => {
    const rng = createRng(11)
    for (const kind of ["linear", "quadratic"] as const) {
      const units = Array.from({ length: 25 }, () => Array.from({ length: 4 }, () => drawIndex(rng, 5)))
      const weight = (c: number, d: number) => 1 - (Math.abs(c - d) / 4) ** (kind === "linear" ? 1 : 2)
      let observed = 0
      for (const unit of units) {
        for (let i = 0; i < 4; i++) {
          for (let j = 0; j < 4; j++) if (i !== j) observed += weight(unit[i] as number, unit[j] as number)
        }
      }
      observed /= 25 * 12
      const all = units.flat()
      let expected = 0
      for (const a of all) for (const b of all) expected += weight(a, b) / 10_000
      const kappa = requireDefined(fleissKappa(toCounts(units, 5), kind))
      expect(kappa.value).toBeCloseTo((observed - expected) / (1 - expected), 12)
      let total = 0
      for (let c = 0; c < 5; c++) for (let d = 0; d < 5; d++) total += weight(c, d)
      const share = (c: number) => all.filter((v) => v === c).length / 100
      const chance = [0, 1, 2, 3, 4].reduce((sum, c) => sum + share(c) * (1 - share(c)), 0) * (total / 20)
      const ac = requireDefined(gwetAc(toCounts(units, 5), kind))
      expect(ac.value).toBeCloseTo((observed - chance) / (1 - chance), 12)
    }
  })

  it("are undefined where they should be", () => {
    expect(fleissKappa([])).toEqual({ defined: false, reason: "no-data" })
    expect(fleissKappa([[1], [2]])).toEqual({ defined: false, reason: "one-category" })
    expect(fleissKappa([[1, 0]])).toEqual({ defined: false, reason: "no-overlap" })
    expect(fleissKappa(repeat([3, 0], 5))).toEqual({ defined: false, reason: "one-value" })
    const all = requireDefined(gwetAc(repeat([3, 0], 5)))
    expect(all.value).toBe(1)
    expect(all.interval).toEqual({ defined: false, reason: "no-variance" })
    expect(requireDefined(gwetAc([[2, 1]])).interval).toEqual({ defined: false, reason: "one-item" })
  })
})

describe("Kendall's W, u and tau-b", () => {
  it("W equals R's friedman.test", () => {
    for (const { scores, chi, p } of reference.w) {
      const w = requireDefined(kendallW(scores))
      expect(relativeError(w.chiSquared, chi)).toBeLessThan(1e-10)
      expect(relativeError(w.pValue, p)).toBeLessThan(1e-10)
    }
    expect(requireDefined(kendallW(repeat([1, 2, 3, 4], 3))).value).toBeCloseTo(1, 12)
    expect(kendallW([])).toEqual({ defined: false, reason: "no-data" })
    expect(kendallW([[1, 2]])).toEqual({ defined: false, reason: "one-rater" })
    expect(kendallW(repeat([1], 3))).toEqual({ defined: false, reason: "too-few-items" })
    expect(kendallW(repeat([1, 1, 1], 3))).toEqual({ defined: false, reason: "no-variance" })
    expect(midranks([10, 20, 20, 5])).toEqual({ ranks: [2, 3.5, 3.5, 1], ties: 6 })
  })

  it("tau-b equals R's cor", () => {
    for (const { x, y, tau } of reference.tau) {
      expect(relativeError(requireDefined(kendallTauB(x, y)), tau)).toBeLessThan(1e-12)
    }
    expect(requireDefined(kendallTauB([1, 2, 3, 4], [1, 2, 4, 3]))).toBeCloseTo(2 / 3, 12)
    expect(kendallTauB([1, 1], [1, 2])).toEqual({ defined: false, reason: "no-variance" })
    expect(kendallTauB([1], [1])).toEqual({ defined: false, reason: "too-few-items" })
    expect(kendallTauB([], [])).toEqual({ defined: false, reason: "no-data" })
    expect(() => kendallTauB([1], [])).toThrow(RangeError)
  })

  it("u equals a count over all pairs of judges", () => {
    const rng = createRng(5)
    const judges = 6
    const objects = 5
    const wins = repeat([0, 0, 0, 0, 0], objects).map((row) => row.slice())
    const answers: number[][] = []
    for (let judge = 0; judge < judges; judge++) {
      const own: number[] = []
      for (let i = 0; i < objects; i++) {
        for (let j = 0; j < i; j++) {
          const first = rng() < 0.3
          own.push(first ? 1 : 0)
          const row = wins[first ? i : j] as number[]
          row[first ? j : i] = (row[first ? j : i] as number) + 1
        }
      }
      answers.push(own)
    }
    let agreeing = 0
    let pairs = 0
    for (let a = 0; a < judges; a++) {
      for (let b = 0; b < a; b++) {
        answers[a]?.forEach((answer, k) => {
          pairs += 1
          if (answer === answers[b]?.[k]) agreeing += 1
        })
      }
    }
    const u = requireDefined(kendallU(wins))
    expect(u.value).toBeCloseTo((2 * agreeing) / pairs - 1, 12)
    expect(u).toMatchObject({ judges, objects, least: -0.2 })
    // One object pair, three judges: Σ = 3, centre 0, χ² = 4 (3 − 1) on 6 degrees of freedom.
    const small = requireDefined(
      kendallU([
        [0, 3],
        [0, 0],
      ]),
    )
    expect(requireDefined(small.test)).toMatchObject({ chiSquared: 8, degreesOfFreedom: 6 })
  })

  it("u is undefined for incomplete tables", () => {
    expect(kendallU([])).toEqual({ defined: false, reason: "no-data" })
    expect(kendallU([[0]])).toEqual({ defined: false, reason: "too-few-items" })
    expect(
      kendallU([
        [0, 1],
        [0, 0],
      ]),
    ).toEqual({ defined: false, reason: "one-rater" })
    expect(
      kendallU([
        [0, 2, 2],
        [0, 0, 1],
        [0, 0, 0],
      ]),
    ).toEqual({ defined: false, reason: "incomplete" })
    const two = requireDefined(
      kendallU([
        [0, 1],
        [1, 0],
      ]),
    )
    expect(two.value).toBe(-1)
    expect(two.test).toEqual({ defined: false, reason: "one-rater" })
  })
})

describe("grouping of units", () => {
  it("counts units with the same ratings once", () => {
    expect(groupUnits([[1, 2], [2, 1], [3]])).toEqual({
      values: [1, 2, 3],
      kinds: [
        { positions: [0, 1], counts: [1, 1], ratings: 2 },
        { positions: [2], counts: [1], ratings: 1 },
      ],
      multiplicities: [2, 1],
    })
    expect(() => groupUnits([[Number.NaN]])).toThrow(RangeError)
  })
})

function repeat<T>(value: T, times: number): T[] {
  return Array.from({ length: times }, () => value)
}

describe("counted by kind", () => {
  it("equals the same items written out", () => {
    const kinds = [
      { counts: [2, 0, 0], times: 7 },
      { counts: [1, 1, 0], times: 3 },
      { counts: [1, 0, 2], times: 2 },
      { counts: [0, 0, 2], times: 5 },
    ]
    const rows = kinds.map((kind) => kind.counts)
    const times = kinds.map((kind) => kind.times)
    const written = kinds.flatMap((kind) => Array.from({ length: kind.times }, () => kind.counts))
    const [ac1, ac1Written] = [
      requireDefined(gwetAc(rows, "identity", 0.95, times)),
      requireDefined(gwetAc(written)),
    ]
    expect(ac1.value).toBeCloseTo(ac1Written.value, 12)
    expect(ac1.items).toBe(ac1Written.items)
    expect(requireDefined(ac1.interval).low).toBeCloseTo(requireDefined(ac1Written.interval).low, 12)
    const ratings = (counts: readonly number[]) =>
      counts.flatMap((n, c) => Array.from({ length: n }, () => c))
    const pairsOf = (counts: readonly number[]) => {
      const all = counts.reduce((sum, n) => sum + n, 0)
      return (all * (all - 1)) / 2
    }
    const agreeingOf = (counts: readonly number[]) => counts.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
    for (const kind of ["micro", "macro"] as const) {
      const counted = pairwiseAgreementOfCounts(rows.map(agreeingOf), rows.map(pairsOf), kind, 0.95, times)
      const plain = pairwiseAgreement(written.map(ratings), kind)
      expect(requireDefined(counted).estimate).toBeCloseTo(requireDefined(plain).estimate, 12)
      expect(requireDefined(counted).low).toBeCloseTo(requireDefined(plain).low, 12)
      expect(requireDefined(counted).items).toBe(requireDefined(plain).items)
    }
  })
})
