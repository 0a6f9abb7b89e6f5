import fc from "fast-check"
import { describe, expect, it } from "vitest"
import reference from "@/stats/fixtures/ranking.json"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex, shuffle } from "@/stats/random"
import { kemenyOrder } from "@/stats/ranking/kemeny"
import { fitPlackettLuce } from "@/stats/ranking/plackett-luce"
import { rankedPairs, toMargins } from "@/stats/ranking/ranked-pairs"
import type { Ranking } from "@/stats/ranking/rankings"
import { fitBradleyTerry } from "@/stats/rating/bradley-terry"
import { collectCounts } from "@/stats/rating/comparisons"
import { clusteredCovariance, modelCovariance } from "@/stats/rating/covariance"
import { rankIntervals } from "@/stats/rating/rank-intervals"
import { strengthIntervals } from "@/stats/rating/strength-intervals"

function expectClose(actual: number, expected: number, tolerance = 1e-6) {
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance)
}

describe("Plackett-Luce", () => {
  const cases = [
    [reference.strict.rankings, reference.strict.free, null],
    [reference.strict.rankings, reference.strict.penalised, 2],
    [reference.tied.rankings, reference.tied.free, null],
    [reference.tied.rankings, reference.tied.penalised, 1],
  ] as const
  it("equals a direct search in R: strict, tied, partial, free and penalised", () => {
    for (const [rankings, expected, sd] of cases) {
      const fit = requireDefined(fitPlackettLuce(5, rankings, { sd }))
      expected.strengths.forEach((value, i) => expectClose(fit.strengths[i] as number, value))
      expected.ties.forEach((value, k) => expectClose(fit.ties.get(k + 2) as number, value))
      expectClose(fit.logLikelihood, expected.logLik, 1e-6)
      const errors = strengthIntervals(fit, fit.covariance).map((interval) => interval.standardError)
      errors.forEach((error, i) => expectClose(error, expected.se[i] as number, 1e-5))
    }
  })

  it("is Davidson's model where only two models are ranked, errors included", () => {
    const rng = createRng(3)
    const lines = Array.from({ length: 60 }, (_, k) => {
      const first = drawIndex(rng, 4)
      const second = (first + 1 + drawIndex(rng, 3)) % 4
      return {
        first,
        second,
        wins: drawIndex(rng, 3),
        ties: drawIndex(rng, 2),
        losses: drawIndex(rng, 3),
        cluster: k % 9,
      }
    })
    const rankings: Ranking[] = lines.flatMap(({ first, second, wins, ties, losses, cluster }) => [
      { groups: [[first], [second]], count: wins, cluster },
      { groups: [[first, second]], count: ties, cluster },
      { groups: [[second], [first]], count: losses, cluster },
    ])
    const table = collectCounts(4, lines)
    const pairs = requireDefined(fitBradleyTerry(table))
    const fit = requireDefined(fitPlackettLuce(4, rankings))
    pairs.strengths.forEach((value, i) => expectClose(fit.strengths[i] as number, value, 1e-8))
    expectClose(fit.ties.get(2) as number, pairs.tie as number, 1e-8)
    expectClose(fit.logLikelihood, pairs.logLikelihood, 1e-8)
    const model = modelCovariance(pairs)
    fit.covariance.matrix.forEach((value, i) => expectClose(value, model.matrix[i] as number, 1e-8))
    const clustered = requireDefined(clusteredCovariance(pairs, table))
    const own = requireDefined(fit.clusteredCovariance)
    own.matrix.forEach((value, i) => expectClose(value, clustered.matrix[i] as number, 1e-8))
    expect(own.degreesOfFreedom).toBe(8)
    expect(rankIntervals(fit, fit.covariance)).toHaveLength(4)
  })

  it("a top-1 choice from three is a multinomial: strengths are log shares", () => {
    const rankings: Ranking[] = [
      { groups: [[0]], rest: [1, 2], count: 50 },
      { groups: [[1]], rest: [0, 2], count: 30 },
      { groups: [[2]], rest: [0, 1], count: 20 },
    ]
    const fit = requireDefined(fitPlackettLuce(3, rankings, { sd: null }))
    expectClose((fit.strengths[0] as number) - (fit.strengths[1] as number), Math.log(50 / 30), 1e-9)
    expectClose((fit.strengths[1] as number) - (fit.strengths[2] as number), Math.log(30 / 20), 1e-9)
  })

  it("says why there is no fit", () => {
    const reason = (value: string) => ({ defined: false, reason: value })
    expect(fitPlackettLuce(3, [])).toEqual(reason("no-data"))
    expect(fitPlackettLuce(1, [{ groups: [[0]] }])).toEqual(reason("one-model"))
    expect(fitPlackettLuce(3, [{ groups: [[0]] }])).toEqual(reason("no-data"))
    expect(fitPlackettLuce(3, [{ groups: [[0, 1, 2]] }])).toEqual(reason("all-ties"))
    const order = { groups: [[0], [1], [2]] }
    expect(fitPlackettLuce(3, [order], { sd: null })).toEqual(reason("not-strongly-connected"))
    expect(fitPlackettLuce(4, [{ groups: [[0], [1]] }, { groups: [[2], [3]] }], { sd: null })).toEqual(
      reason("disconnected"),
    )
    expect(requireDefined(fitPlackettLuce(3, [order])).clusteredCovariance).toEqual(reason("one-cluster"))
    const many = [
      { groups: [Array.from({ length: 12 }, (_, i) => i), Array.from({ length: 18 }, (_, i) => 12 + i)] },
    ]
    expect(fitPlackettLuce(30, many)).toEqual(reason("too-large"))
    expect(() => fitPlackettLuce(3, [{ groups: [[0], [0]] }])).toThrow(RangeError)
    expect(() => fitPlackettLuce(3, [{ groups: [[0], [5]] }])).toThrow(RangeError)
    expect(() => fitPlackettLuce(3, [{ groups: [[0], []] }])).toThrow(RangeError)
    expect(() => fitPlackettLuce(3, [{ groups: [[0], [1]], count: -1 }])).toThrow(RangeError)
  })

  it("rankings of nine and 300 models", () => {
    const rng = createRng(9)
    const rankings: Ranking[] = Array.from({ length: 400 }, () => {
      const shown = shuffle(
        rng,
        Array.from({ length: 300 }, (_, i) => i),
      ).slice(0, 9)
      return { groups: shown.map((model) => [model]) }
    })
    expect(fitPlackettLuce(300, rankings).defined).toBe(true)
  })
})

describe("ranked pairs", () => {
  const ballot = (...groups: number[][]): Ranking => ({ groups })

  it("gives the worked examples", () => {
    const ballots = [ballot([0], [1], [2]), ballot([0], [2], [1]), ballot([1], [0], [2])]
    expect(requireDefined(rankedPairs(3, ballots))).toEqual([[0], [1], [2]])
    expect(requireDefined(rankedPairs(2, [ballot([0], [1]), ballot([1], [0])]))).toEqual([[0, 1]])
    expect(rankedPairs(3, [])).toEqual({ defined: false, reason: "no-data" })
    expect(requireDefined(rankedPairs(3, [ballot([2])]))).toEqual([[2]])
  })

  it("Tideman's Tennessee: Nashville, Chattanooga, Knoxville, Memphis", () => {
    const ballots: Ranking[] = [
      { groups: [[0], [1], [2], [3]], count: 42 },
      { groups: [[1], [2], [3], [0]], count: 26 },
      { groups: [[2], [3], [1], [0]], count: 15 },
      { groups: [[3], [2], [1], [0]], count: 17 },
    ]
    expect(requireDefined(rankedPairs(4, ballots))).toEqual([[1], [2], [3], [0]])
    expect(requireDefined(kemenyOrder(4, ballots))).toMatchObject({ order: [1, 2, 3, 0], unique: true })
  })

  it("drops the weakest link of a cycle, and all links of an even one", () => {
    const uneven: Ranking[] = [
      { groups: [[0], [1], [2]], count: 5 },
      { groups: [[1], [2], [0]], count: 4 },
      { groups: [[2], [0], [1]], count: 3 },
    ]
    // Margins: 0 over 1 by 4, 1 over 2 by 6, 2 over 0 by 2.
    expect(requireDefined(rankedPairs(3, uneven))).toEqual([[0], [1], [2]])
    const even = uneven.map((one) => ({ ...one, count: 1 }))
    expect(requireDefined(rankedPairs(3, even))).toEqual([[0, 1, 2]])
  })

  it("does not depend on the order of ballots nor on names, and puts a Condorcet winner first", () => {
    const permutation = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(permutation, { minLength: 1, maxLength: 7 }), (orders) => {
        const ballots = orders.map((order) => ballot(...order.map((model) => [model])))
        const own = requireDefined(rankedPairs(5, ballots))
        expect(requireDefined(rankedPairs(5, ballots.slice().reverse()))).toEqual(own)
        const renamed = ballots.map((b) =>
          ballot(...b.groups.map((group) => group.map((model) => 4 - model))),
        )
        const turned = requireDefined(rankedPairs(5, renamed))
        expect(turned.map((layer) => layer.map((model) => 4 - model).sort((a, b) => a - b))).toEqual(own)
        const margins = toMargins(5, ballots)
        const ranked = own.flat()
        const winner = ranked.find((i) => ranked.every((j) => i === j || (margins[i]?.[j] as number) > 0))
        if (winner !== undefined) expect(own[0]).toEqual([winner])
      }),
      { numRuns: 150, seed: 6 },
    )
  })
})

describe("Kemeny", () => {
  it("equals a search over all permutations", () => {
    const rng = createRng(12)
    const permutations = (items: number[]): number[][] =>
      items.length <= 1
        ? [items]
        : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
    for (let round = 0; round < 25; round++) {
      const k = 2 + drawIndex(rng, 4)
      const items = Array.from({ length: k }, (_, i) => i)
      const ballots: Ranking[] = Array.from({ length: 1 + drawIndex(rng, 6) }, () => ({
        groups: shuffle(rng, items).map((model) => [model]),
      }))
      const margins = toMargins(k, ballots)
      const scoreOf = (order: readonly number[]) =>
        order.reduce(
          (sum, a, i) => sum + order.slice(i + 1).reduce((s, b) => s + (margins[a]?.[b] as number), 0),
          0,
        )
      const scores = permutations(items).map(scoreOf)
      const most = Math.max(...scores)
      const kemeny = requireDefined(kemenyOrder(k, ballots))
      expect(kemeny.score).toBe(most)
      expect(scoreOf(kemeny.order)).toBe(most)
      expect(kemeny.unique).toBe(scores.filter((score) => score === most).length === 1)
    }
    expect(kemenyOrder(2, [])).toEqual({ defined: false, reason: "no-data" })
    const wide = { groups: Array.from({ length: 17 }, (_, i) => [i]) }
    expect(kemenyOrder(17, [wide])).toEqual({ defined: false, reason: "too-large" })
  })
})
