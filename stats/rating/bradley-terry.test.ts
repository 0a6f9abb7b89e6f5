import { describe, expect, it } from "vitest"
import reference from "@/stats/fixtures/rating.json"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"
import { toArenaScale } from "@/stats/rating/arena-scale"
import { fitBradleyTerry, type RatingFit } from "@/stats/rating/bradley-terry"
import { collectCounts, collectRows, type CountedComparison } from "@/stats/rating/comparisons"
import {
  clusteredCovariance,
  type FitCovariance,
  hc0Covariance,
  modelCovariance,
} from "@/stats/rating/covariance"
import { likelihoodRatioTest } from "@/stats/rating/likelihood-ratio"
import { expectedAgreement, predictOutcome } from "@/stats/rating/predict-outcome"
import { differenceInterval, strengthIntervals, termInterval } from "@/stats/rating/strength-intervals"

const none = { kind: "none" } as const
const lines: CountedComparison[] = reference.lines.map((line) => ({
  first: line.first,
  second: line.second,
  side: line.side as -1 | 1,
  covariates: [line.z],
  cluster: line.cluster,
  wins: line.w,
  ties: line.t,
  losses: line.l,
}))
const table = collectCounts(5, lines)

function expectClose(actual: number, expected: number, tolerance = 1e-6) {
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance)
}

function errorsOf(fit: RatingFit, covariance: FitCovariance): number[] {
  return strengthIntervals(fit, covariance).map((interval) => interval.standardError)
}

describe("Bradley-Terry family equals R to 1e-6", () => {
  for (const [ties, expected] of [
    ["half", reference.half],
    ["davidson", reference.davidson],
  ] as const) {
    it(`${ties}: strengths, side, covariate, model and clustered errors`, () => {
      const options = { ties, penalty: none, side: true, covariateSd: null }
      const fit = requireDefined(fitBradleyTerry(table, options))
      const model = modelCovariance(fit)
      const clustered = requireDefined(clusteredCovariance(fit, table))
      expected.model.strengths.forEach((value, i) => expectClose(fit.strengths[i] as number, value))
      expected.model.se.forEach((value, i) => expectClose(errorsOf(fit, model)[i] as number, value))
      expected.clusteredSe.forEach((value, i) => expectClose(errorsOf(fit, clustered)[i] as number, value))
      expectClose(fit.side as number, expected.side)
      expectClose(fit.covariates[0] as number, expected.z)
      const side = fit.layout.side as number
      expectClose(termInterval(fit, model, side).standardError, expected.sideSe)
      expectClose(termInterval(fit, clustered, side).standardError, expected.sideClusteredSe)
      expectClose(termInterval(fit, model, fit.layout.covariates).standardError, expected.zSe)
    })
  }

  it("davidson: tie term and log-likelihood", () => {
    const fit = requireDefined(fitBradleyTerry(table, { penalty: none, side: true, covariateSd: null }))
    expectClose(fit.tie as number, reference.davidson.logNu)
    expectClose(fit.logLikelihood, reference.davidson.logLik)
    const error = termInterval(fit, modelCovariance(fit), fit.layout.tie as number).standardError
    expectClose(error, reference.davidson.logNuSe)
  })

  it("rao-kupper: all terms", () => {
    const options = { ties: "rao-kupper", penalty: none, side: true, covariateSd: null } as const
    const fit = requireDefined(fitBradleyTerry(table, options))
    reference.raoKupper.strengths.forEach((value, i) => expectClose(fit.strengths[i] as number, value))
    expectClose(fit.side as number, reference.raoKupper.side)
    expectClose(fit.covariates[0] as number, reference.raoKupper.z)
    expectClose(fit.tie as number, reference.raoKupper.c)
  })

  it("decisive votes alone: all three tie models are the same fit", () => {
    const decisive = collectCounts(
      5,
      lines.map((line) => ({ ...line, ties: 0 })),
    )
    for (const ties of ["half", "davidson", "rao-kupper"] as const) {
      const fit = requireDefined(
        fitBradleyTerry(decisive, { ties, penalty: none, side: true, covariateSd: null }),
      )
      reference.decisive.model.strengths.forEach((value, i) => expectClose(fit.strengths[i] as number, value))
      expectClose(fit.logLikelihood, reference.decisive.logLik)
      expect(fit.tie).toBeNull()
      const clustered = requireDefined(clusteredCovariance(fit, decisive))
      reference.decisive.clusteredSe.forEach((v, i) => expectClose(errorsOf(fit, clustered)[i] as number, v))
    }
  })

  it("the citations of four journals", () => {
    const { counts, coef, se } = reference.citations
    const rows: CountedComparison[] = []
    counts.forEach((row, i) => {
      row.forEach((wins, j) => {
        if (i < j) rows.push({ first: i, second: j, wins, ties: 0, losses: counts[j]?.[i] as number })
      })
    })
    const fit = requireDefined(fitBradleyTerry(collectCounts(4, rows), { penalty: none }))
    const covariance = modelCovariance(fit)
    coef.forEach((value, i) => {
      const difference = differenceInterval(fit, covariance, i + 1, 0)
      expectClose(difference.estimate, value)
      expectClose(difference.standardError, se[i] as number)
    })
    expect(coef.map((value) => value.toFixed(4))).toEqual(["-2.9491", "-0.4796", "0.2690"])
  })
})

describe("the same numbers by another road", () => {
  it("one pair by hand", () => {
    const pair = collectCounts(2, [{ first: 0, second: 1, wins: 30, ties: 0, losses: 10 }])
    const fit = requireDefined(fitBradleyTerry(pair, { penalty: none }))
    const expected = Math.log(3)
    for (const covariance of [modelCovariance(fit), hc0Covariance(fit, pair)]) {
      const difference = differenceInterval(fit, covariance, 0, 1)
      expectClose(difference.estimate, expected, 1e-9)
      expectClose(difference.standardError, Math.sqrt(1 / 30 + 1 / 10), 1e-9)
    }
    expect(toArenaScale(expected, 0)).toBeCloseTo(1190.85, 2)
    expect(predictOutcome({ ...fit, strengths: new Float64Array(2) }, 0, 1)).toEqual({
      win: 0.5,
      tie: 0,
      loss: 0.5,
    })
    expect(toArenaScale(Math.LN10)).toBeCloseTo(1400, 10)
  })

  it("Davidson of one pair by hand: ν and strengths from the shares", () => {
    const pair = collectCounts(2, [{ first: 1, second: 0, wins: 20, ties: 30, losses: 50 }])
    const fit = requireDefined(fitBradleyTerry(pair, { penalty: none }))
    expectClose((fit.strengths[1] as number) - (fit.strengths[0] as number), Math.log(20 / 50), 1e-9)
    expectClose(Math.exp(fit.tie as number), 30 / Math.sqrt(20 * 50), 1e-9)
    const shares = predictOutcome(fit, 1, 0)
    expectClose(shares.win, 0.2, 1e-9)
    expectClose(shares.tie, 0.3, 1e-9)
    const agreement = expectedAgreement(fit, [{ first: 0, second: 1, comparisons: 4 }])
    expectClose(agreement, 0.04 + 0.09 + 0.25, 1e-9)
    const rao = requireDefined(fitBradleyTerry(pair, { penalty: none, ties: "rao-kupper" }))
    const raoShares = predictOutcome(rao, 1, 0)
    expectClose(raoShares.win, 0.2, 1e-9)
    expectClose(raoShares.tie, 0.3, 1e-9)
  })

  it("a brute-force search finds no higher penalised likelihood", () => {
    const fit = requireDefined(fitBradleyTerry(table, { side: true, penalty: { kind: "gaussian", sd: 1.5 } }))
    const objective = (at: Float64Array) => {
      let sum = 0
      for (const line of lines) {
        const delta =
          (at[line.first] as number) -
          (at[line.second] as number) +
          (line.side ?? 0) * (at[5] as number) +
          (line.covariates?.[0] ?? 0) * (at[6] as number)
        const weights = [Math.exp(delta / 2), Math.exp(at[7] as number), Math.exp(-delta / 2)]
        const total = weights.reduce((s, w) => s + w, 0)
        const counts = [line.wins, line.ties, line.losses]
        weights.forEach((w, o) => {
          sum += (counts[o] as number) * Math.log(w / total)
        })
      }
      for (let i = 0; i < 5; i++) sum -= (at[i] as number) ** 2 / (2 * 1.5 ** 2)
      return sum - (at[6] as number) ** 2 / 2
    }
    const best = objective(fit.parameters)
    for (let p = 0; p < 8; p++) {
      for (const step of [1e-4, -1e-4]) {
        const moved = fit.parameters.slice()
        moved[p] = (moved[p] as number) + step
        expect(objective(moved)).toBeLessThan(best)
      }
    }
  })

  it("rows and counts collapse to the same table, whichever model is named first", () => {
    const rng = createRng(5)
    const rows = Array.from({ length: 500 }, () => {
      const first = drawIndex(rng, 4)
      const second = (first + 1 + drawIndex(rng, 3)) % 4
      return {
        first,
        second,
        side: rng() < 0.5 ? 1 : -1,
        outcome: drawIndex(rng, 3) - 1,
        cluster: drawIndex(rng, 7),
      }
    })
    const columns = (turn: boolean) => ({
      models: 4,
      first: rows.map((r) => (turn ? r.second : r.first)),
      second: rows.map((r) => (turn ? r.first : r.second)),
      side: rows.map((r) => (turn ? -r.side : r.side)),
      outcome: rows.map((r) => (turn ? -r.outcome : r.outcome)),
      cluster: rows.map((r) => r.cluster),
    })
    const fit = requireDefined(fitBradleyTerry(collectRows(columns(false)), { side: true }))
    const turned = requireDefined(fitBradleyTerry(collectRows(columns(true)), { side: true }))
    expect(Array.from(turned.strengths)).toEqual(Array.from(fit.strengths))
    const counted = collectCounts(
      4,
      rows.map((r) => ({
        first: r.first,
        second: r.second,
        side: r.side as 1 | -1,
        cluster: r.cluster,
        wins: r.outcome === 1 ? 1 : 0,
        ties: r.outcome === 0 ? 1 : 0,
        losses: r.outcome === -1 ? 1 : 0,
      })),
    )
    expect(counted).toEqual(collectRows(columns(false)))
  })

  it("ghost penalty equals half-wins against one more model", () => {
    const ghost = requireDefined(fitBradleyTerry(table, { penalty: { kind: "ghost", weight: 0.5 } }))
    const extra: CountedComparison[] = Array.from({ length: 5 }, (_, i) => ({
      first: i,
      second: 5,
      side: 0,
      covariates: [0],
      cluster: 99,
      wins: 0.5,
      ties: 0,
      losses: 0.5,
    }))
    const plain = requireDefined(fitBradleyTerry(collectCounts(6, [...lines, ...extra]), { penalty: none }))
    for (let i = 1; i < 5; i++) {
      const own = (ghost.strengths[i] as number) - (ghost.strengths[0] as number)
      expectClose(own, (plain.strengths[i] as number) - (plain.strengths[0] as number), 1e-9)
    }
    expectClose(
      ghost.strengths.reduce((s, v) => s + v, 0),
      0,
      1e-9,
    )
  })

  it("likelihood-ratio test of the side", () => {
    const withSide = requireDefined(fitBradleyTerry(table, { penalty: none, side: true, covariateSd: null }))
    const without = requireDefined(fitBradleyTerry(table, { penalty: none, covariateSd: null }))
    expect(likelihoodRatioTest(withSide, without, 1).pValue).toBeLessThan(1e-5)
    const example = likelihoodRatioTest({ logLikelihood: -100 }, { logLikelihood: -104.3 }, 1)
    expect(example.statistic).toBeCloseTo(8.6, 10)
    expect(example.pValue).toBeCloseTo(0.0034, 4)
  })
})

describe("degenerate data", () => {
  const fit = (models: number, rows: readonly CountedComparison[], options = {}) =>
    fitBradleyTerry(collectCounts(models, rows), options)
  const vote = (first: number, second: number, wins: number, losses: number, ties = 0) => ({
    first,
    second,
    wins,
    ties,
    losses,
  })

  it("says why there is no fit", () => {
    expect(fit(0, [])).toEqual({ defined: false, reason: "no-data" })
    expect(fit(3, [])).toEqual({ defined: false, reason: "no-data" })
    expect(fit(2, [vote(0, 1, 0, 0, 9)])).toEqual({ defined: false, reason: "all-ties" })
    expect(fit(4, [vote(0, 1, 2, 1), vote(2, 3, 2, 1)], { penalty: none })).toEqual({
      defined: false,
      reason: "disconnected",
    })
    expect(fit(2, [vote(0, 1, 5, 0)], { penalty: none })).toEqual({
      defined: false,
      reason: "not-strongly-connected",
    })
    expect(() => fit(2, [vote(0, 0, 1, 1)])).toThrow(RangeError)
    expect(() => fit(2, [vote(0, 2, 1, 1)])).toThrow(RangeError)
    expect(() => fit(2, [vote(0, 1, -1, 1)])).toThrow(RangeError)
  })

  it("a side that cannot be told from the strengths is not identified; one that always wins runs away", () => {
    const always = [
      { ...vote(0, 1, 5, 3), side: 1 as const },
      { ...vote(1, 2, 4, 3), side: 1 as const },
    ]
    expect(fit(3, always, { penalty: none, side: true })).toEqual({
      defined: false,
      reason: "not-identified",
    })
    const left = [
      { ...vote(0, 1, 5, 0), side: 1 as const },
      { ...vote(0, 1, 0, 5), side: -1 as const },
    ]
    expect(fit(2, left, { side: true })).toMatchObject({ defined: false })
  })

  it("an undefeated model and separate islands are finite under the penalty, and flagged", () => {
    const undefeated = requireDefined(fit(3, [vote(0, 1, 9, 0), vote(1, 2, 4, 3), vote(0, 2, 9, 0)]))
    expect(undefeated.graph).toMatchObject({ componentCount: 1, strongCount: 2 })
    expect(undefeated.strengths[0]).toBeGreaterThan(1)
    expect(undefeated.strengths[0]).toBeLessThan(6)
    const islands = requireDefined(fit(4, [vote(0, 1, 2, 1), vote(2, 3, 2, 1)]))
    expect(islands.graph.componentCount).toBe(2)
    expect(islands.strengths[0]).toBeCloseTo(islands.strengths[2] as number, 10)
    const ghost = requireDefined(fit(3, [vote(0, 1, 9, 0)], { penalty: { kind: "ghost", weight: 0.5 } }))
    expect(ghost.graph.componentCount).toBe(2)
  })

  it("one annotator gives no clustered error, one vote gives a wide penalised one", () => {
    const one = collectCounts(2, [{ ...vote(0, 1, 5, 3), cluster: 4 }])
    const own = requireDefined(fitBradleyTerry(one))
    expect(clusteredCovariance(own, one)).toEqual({ defined: false, reason: "one-cluster" })
    const single = requireDefined(fit(2, [vote(0, 1, 1, 0)]))
    const difference = differenceInterval(single, modelCovariance(single), 0, 1)
    expect(difference.low).toBeLessThan(0)
    expect(difference.high).toBeGreaterThan(2)
  })

  it("one model of two has no partner", () => {
    expect(fit(1, [])).toEqual({ defined: false, reason: "no-data" })
  })

  it("300 models in a chain and at random", () => {
    const chain = Array.from({ length: 299 }, (_, i) => vote(i, i + 1, 3, 2, 1))
    const fitted = requireDefined(fit(300, chain, { penalty: none }))
    expect((fitted.strengths[0] as number) - (fitted.strengths[1] as number)).toBeCloseTo(Math.log(1.5), 6)
    expect(fitted.graph.thinPairs).toEqual([])
    const rng = createRng(300)
    const random = Array.from({ length: 3000 }, () => {
      const first = drawIndex(rng, 300)
      return vote(first, (first + 1 + drawIndex(rng, 299)) % 300, drawIndex(rng, 3), drawIndex(rng, 3), 1)
    })
    expect(fit(300, random).defined).toBe(true)
  })
})
