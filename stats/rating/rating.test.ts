import { describe, expect, it } from "vitest"
import reference from "@/stats/fixtures/rating.json"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"
import { toBeatGraph, toStrongComponents } from "@/stats/rating/beat-graph"
import { fitBradleyTerry } from "@/stats/rating/bradley-terry"
import { circularTriads, triadDistribution } from "@/stats/rating/circular-triads"
import { bootstrapClusters, bootstrapInterval } from "@/stats/rating/cluster-bootstrap"
import {
  collectColumns,
  collectCounts,
  collectRows,
  type CountedComparison,
} from "@/stats/rating/comparisons"
import { clusteredCovariance, hc0Covariance, modelCovariance } from "@/stats/rating/covariance"
import { eloRatings } from "@/stats/rating/elo"
import { goodnessOfFit } from "@/stats/rating/goodness-of-fit"
import { quasiVariances } from "@/stats/rating/quasi-variances"
import { rankIntervals } from "@/stats/rating/rank-intervals"
import { stochasticTransitivity } from "@/stats/rating/stochastic-transitivity"
import { differenceInterval } from "@/stats/rating/strength-intervals"

/** Choices among nine celebrities (Rumelhart and Greeno 1971), row preferred to column. */
const celebrities = [
  [0, 159, 163, 175, 183, 179, 173, 160, 142],
  [75, 0, 138, 164, 172, 160, 156, 122, 122],
  [71, 96, 0, 145, 157, 138, 140, 122, 120],
  [59, 70, 89, 0, 176, 115, 124, 86, 61],
  [51, 62, 77, 58, 0, 77, 95, 72, 61],
  [55, 74, 96, 119, 157, 0, 134, 92, 71],
  [61, 78, 94, 110, 139, 100, 0, 67, 48],
  [74, 112, 112, 148, 162, 142, 167, 0, 87],
  [92, 112, 114, 173, 173, 163, 186, 147, 0],
]

function toLines(wins: readonly (readonly number[])[]): CountedComparison[] {
  const rows: CountedComparison[] = []
  wins.forEach((row, i) => {
    row.forEach((won, j) => {
      if (i < j) rows.push({ first: i, second: j, wins: won, ties: 0, losses: wins[j]?.[i] as number })
    })
  })
  return rows
}

describe("the beat graph", () => {
  it("finds strong components as brute force over reachability does", () => {
    const rng = createRng(2)
    for (let round = 0; round < 60; round++) {
      const n = 1 + drawIndex(rng, 9)
      const arcs = Array.from({ length: n }, () =>
        Array.from({ length: n }, (_, j) => j).filter(() => rng() < 0.22),
      )
      const reach = arcs.map((_, start) => {
        const seen = new Set([start])
        const stack = [start]
        for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
          for (const next of arcs[node] as number[]) {
            if (seen.has(next)) continue
            seen.add(next)
            stack.push(next)
          }
        }
        return seen
      })
      const strong = toStrongComponents(arcs)
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const mutual = (reach[i]?.has(j) ?? false) && (reach[j]?.has(i) ?? false)
          expect(strong[i] === strong[j]).toBe(mutual)
        }
      }
    }
  })

  it("names islands, undefeated blocks and thin bridges", () => {
    const graph = toBeatGraph(
      collectCounts(5, [
        { first: 0, second: 1, wins: 3, ties: 0, losses: 2 },
        { first: 1, second: 2, wins: 2, ties: 0, losses: 0 },
        { first: 3, second: 4, wins: 0, ties: 9, losses: 0 },
      ]),
    )
    expect(graph.component).toEqual([0, 0, 0, 1, 1])
    expect(graph.strong).toEqual([0, 0, 1, 2, 2])
    expect(graph.thinPairs).toEqual([{ first: 1, second: 2, comparisons: 2 }])
  })

  it("does not overflow on a chain of 20,000", () => {
    const strong = toStrongComponents(Array.from({ length: 20_000 }, (_, i) => (i < 19_999 ? [i + 1] : [])))
    expect(strong[19_999]).not.toBe(strong[0])
  })
})

describe("intransitivity", () => {
  it("reproduces the celebrities: WST and MST hold, SST does not, Bradley-Terry is rejected", () => {
    const check = requireDefined(stochasticTransitivity(celebrities))
    expect(check).toMatchObject({ triples: 84, weak: 0, moderate: 0, cycles: [] })
    expect(check.strong).toBeGreaterThan(0)
    const table = collectCounts(9, toLines(celebrities))
    const fit = requireDefined(fitBradleyTerry(table, { penalty: { kind: "none" } }))
    const test = requireDefined(goodnessOfFit(fit, table))
    expect(test.statistic).toBeCloseTo(78.2, 1)
    expect(test.degreesOfFreedom).toBe(28)
    expect(test.pValue).toBeLessThan(1e-5)
  })

  it("finds a planted cycle", () => {
    const cycle = [
      [0, 8, 3],
      [2, 0, 9],
      [7, 1, 0],
    ]
    const check = requireDefined(stochasticTransitivity(cycle))
    expect(check).toMatchObject({ weak: 1, moderate: 1, strong: 1 })
    expect(check.cycles).toHaveLength(1)
    expect(stochasticTransitivity([])).toEqual({ defined: false, reason: "no-data" })
    expect(
      stochasticTransitivity([
        [0, 1],
        [1, 0],
      ]),
    ).toEqual({ defined: false, reason: "too-few-items" })
  })

  it("the dog and its six foods", () => {
    const dog = [
      [0, 1, 1, 0, 1, 1],
      [0, 0, 0, 1, 1, 0],
      [0, 1, 0, 1, 1, 1],
      [1, 0, 0, 0, 0, 0],
      [0, 0, 0, 1, 0, 1],
      [0, 1, 0, 1, 0, 0],
    ]
    const triads = requireDefined(circularTriads(dog))
    let brute = 0
    for (let a = 0; a < 6; a++) {
      for (let b = a + 1; b < 6; b++) {
        for (let c = b + 1; c < 6; c++) {
          const out = [a, b, c].map((i) => [a, b, c].reduce((s, j) => s + (dog[i]?.[j] ?? 0), 0))
          if (out.every((wins) => wins === 1)) brute += 1
        }
      }
    }
    expect(triads.triads).toBe(brute)
    expect(triads).toMatchObject({ triads: 5, most: 8, zeta: 0.375, exact: true })
  })

  it("counts triads over all tournaments (n = 5 by enumeration, n = 4 as published)", () => {
    // Kendall 1940: of the 64 tournaments of four, 24, 16 and 24 have 0, 1 and 2 triads.
    const four = triadDistribution(4)
    for (const [triads, ways] of [
      [0, 24],
      [1, 16],
      [2, 24],
    ] as const) {
      expect(four.get(triads)).toBeCloseTo(ways / 64, 12)
    }
    const five = new Map<number, number>()
    const pairs: [number, number][] = []
    for (let i = 0; i < 5; i++) for (let j = 0; j < i; j++) pairs.push([i, j])
    for (let code = 0; code < 1024; code++) {
      const wins = [0, 0, 0, 0, 0]
      pairs.forEach(([i, j], k) => {
        const winner = (code >> k) & 1 ? i : j
        wins[winner] = (wins[winner] as number) + 1
      })
      const triads = 15 - wins.reduce((s, a) => s + a * a, 0) / 2
      five.set(triads, (five.get(triads) ?? 0) + 1 / 1024)
    }
    for (const [triads, share] of triadDistribution(5)) expect(five.get(triads)).toBeCloseTo(share, 12)
  })

  it("exact and approximate tails meet, and incomplete tables are refused", () => {
    const order = (n: number) =>
      Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i < j ? 1 : 0)))
    expect(requireDefined(circularTriads(order(9))).pValue).toBeLessThan(1e-4)
    expect(requireDefined(circularTriads(order(12)))).toMatchObject({ triads: 0, zeta: 1, exact: false })
    expect(circularTriads([])).toEqual({ defined: false, reason: "no-data" })
    expect(circularTriads(order(2))).toEqual({ defined: false, reason: "too-few-items" })
    expect(
      circularTriads([
        [0, 1, 1],
        [0, 0, 0],
        [0, 0, 0],
      ]),
    ).toEqual({ defined: false, reason: "incomplete" })
  })
})

describe("quasi-variances", () => {
  const asCovariance = (matrix: readonly (readonly number[])[]) => ({
    kind: "model" as const,
    models: matrix.length,
    size: matrix.length,
    matrix: Float64Array.from(matrix.flat()),
    degreesOfFreedom: null,
  })

  it("equal R's qvcalc", () => {
    for (const { matrix, values } of [reference.qv, reference.qv2]) {
      const own = requireDefined(quasiVariances(asCovariance(matrix)))
      own.values.forEach((value, i) => expect(Math.abs(value - (values[i] as number))).toBeLessThan(1e-6))
    }
  })

  it("are exact for independent estimates, and for two and three models", () => {
    const own = requireDefined(
      quasiVariances(
        asCovariance([
          [1, 0, 0],
          [0, 2, 0],
          [0, 0, 3],
        ]),
      ),
    )
    own.values.forEach((value, i) => expect(value).toBeCloseTo(i + 1, 8))
    expect(own.largestOverstatement).toBeLessThan(1e-8)
    const two = requireDefined(
      quasiVariances(
        asCovariance([
          [0, 0],
          [0, 4],
        ]),
      ),
    )
    expect(two.values).toEqual([2, 2])
    expect(quasiVariances(asCovariance([[1]]))).toEqual({ defined: false, reason: "one-model" })
    expect(
      quasiVariances(
        asCovariance([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toEqual({ defined: false, reason: "no-variance" })
  })
})

describe("ranks, Elo, bootstrap", () => {
  it("ranks models far apart alone and equal ones together", () => {
    const apart = collectCounts(
      3,
      toLines([
        [0, 900, 990],
        [100, 0, 900],
        [10, 100, 0],
      ]),
    )
    const fit = requireDefined(fitBradleyTerry(apart))
    expect(rankIntervals(fit, hc0Covariance(fit, apart))).toEqual([
      { rank: 1, best: 1, worst: 1 },
      { rank: 2, best: 2, worst: 2 },
      { rank: 3, best: 3, worst: 3 },
    ])
    const equal = collectCounts(
      3,
      toLines([
        [0, 5, 5],
        [5, 0, 5],
        [5, 5, 0],
      ]),
    )
    const flat = requireDefined(fitBradleyTerry(equal))
    for (const row of rankIntervals(flat, modelCovariance(flat)))
      expect(row).toMatchObject({ best: 1, worst: 3 })
  })

  it("never tells models of different islands apart", () => {
    const islands = collectCounts(4, [
      { first: 0, second: 1, wins: 900, ties: 0, losses: 100 },
      { first: 2, second: 3, wins: 990, ties: 0, losses: 10 },
    ])
    const fit = requireDefined(fitBradleyTerry(islands))
    const ranks = rankIntervals(fit, modelCovariance(fit))
    expect(ranks[2]).toMatchObject({ best: 1, worst: 3 })
    expect(ranks[1]).toMatchObject({ best: 2, worst: 4 })
  })

  it("Elo moves as the formula says", () => {
    expect(Array.from(eloRatings(2, [{ first: 0, second: 1, score: 1 }], { k: 32 }))).toEqual([1016, 984])
    expect(Array.from(eloRatings(2, []))).toEqual([1000, 1000])
    expect(() => eloRatings(1, [{ first: 0, second: 1, score: 1 }])).toThrow(RangeError)
  })

  it("bootstrap of clusters agrees with the clustered sandwich", () => {
    const rng = createRng(40)
    const rows = {
      first: [] as number[],
      second: [] as number[],
      outcome: [] as number[],
      cluster: [] as number[],
    }
    for (let g = 0; g < 60; g++) {
      const taste = rng() - 0.5
      for (let k = 0; k < 25; k++) {
        const first = drawIndex(rng, 4)
        const second = (first + 1 + drawIndex(rng, 3)) % 4
        const delta = (second - first) * (0.4 + taste)
        const u = rng()
        const p = 0.8 / (1 + Math.exp(-delta))
        rows.first.push(first)
        rows.second.push(second)
        rows.outcome.push(u < p ? 1 : u < p + 0.2 ? 0 : -1)
        rows.cluster.push(g)
      }
    }
    const table = collectRows({ models: 4, ...rows })
    const fit = requireDefined(fitBradleyTerry(table))
    const sandwich = differenceInterval(fit, requireDefined(clusteredCovariance(fit, table)), 0, 3)
    const fits = requireDefined(bootstrapClusters(fit, table, {}, createRng(1), 800))
    const interval = bootstrapInterval(fit, fits, 0, 3)
    expect(fits).toMatchObject({ replicates: 800, failed: 0, models: 4, side: null })
    const width = (sandwich.high - sandwich.low) / (interval.high - interval.low)
    expect(Math.abs(width - 1)).toBeLessThan(0.12)
    expect(Math.abs(interval.low - sandwich.low)).toBeLessThan(0.15)
    const again = requireDefined(bootstrapClusters(fit, table, {}, createRng(1), 800))
    expect(again.strengths).toEqual(fits.strengths)
    expect(bootstrapInterval(fit, fits, 0).estimate).toBe(fit.strengths[0])
  })

  it("has no bootstrap of one annotator; with one vote per annotator it is HC0", () => {
    const one = collectCounts(2, [{ first: 0, second: 1, wins: 5, ties: 1, losses: 3, cluster: 0 }])
    const fit = requireDefined(fitBradleyTerry(one))
    expect(bootstrapClusters(fit, one, {}, createRng(1), 10)).toEqual({
      defined: false,
      reason: "one-cluster",
    })
    const many = collectRows({
      models: 2,
      first: Array.from({ length: 200 }, () => 0),
      second: Array.from({ length: 200 }, () => 1),
      outcome: Array.from({ length: 200 }, (_, i) => (i < 120 ? 1 : -1)),
      cluster: Array.from({ length: 200 }, (_, i) => i),
    })
    const own = requireDefined(fitBradleyTerry(many))
    const hc0 = differenceInterval(own, hc0Covariance(own, many), 0, 1)
    const fits = requireDefined(bootstrapClusters(own, many, {}, createRng(2), 1500))
    const interval = bootstrapInterval(own, fits, 0, 1)
    expect(Math.abs((interval.high - interval.low) / (hc0.high - hc0.low) - 1)).toBeLessThan(0.08)
  })
})

it("collects columns to the same table as lines, whatever order they come in", () => {
  const rng = createRng(5)
  const values = [-0.4, 0, 0.4]
  const lines = Array.from({ length: 400 }, () => {
    const first = Math.floor(rng() * 4)
    return {
      first,
      second: first + 1 + Math.floor(rng() * (4 - first)),
      side: (Math.floor(rng() * 3) - 1) as -1 | 0 | 1,
      index: Math.floor(rng() * 3),
      cluster: 2 * Math.floor(rng() * 6),
      wins: Math.floor(rng() * 3),
      ties: Math.floor(rng() * 2),
      losses: Math.floor(rng() * 3),
    }
  })
  const column = (of: (line: (typeof lines)[number]) => number, from = lines) => Int32Array.from(from, of)
  const collect = (from = lines) =>
    collectColumns(5, {
      first: column((line) => line.first, from),
      second: column((line) => line.second, from),
      side: column((line) => line.side, from),
      cluster: column((line) => line.cluster, from),
      wins: column((line) => line.wins, from),
      ties: column((line) => line.ties, from),
      losses: column((line) => line.losses, from),
      covariate: { values, index: column((line) => line.index, from) },
    })
  const table = collect()
  expect(collect(lines.toReversed())).toEqual(table)
  const sorted = lines.toSorted(
    (x, y) => x.first - y.first || x.second - y.second || x.side - y.side || x.index - y.index,
  )
  const known = collectCounts(
    5,
    sorted.map(({ index, ...line }) => ({ ...line, covariates: [values[index] as number] })),
  )
  expect(table).toEqual(known)
  expect(() =>
    collectColumns(1, { ...emptyColumns(), first: Int32Array.of(1), second: Int32Array.of(0) }),
  ).toThrow(RangeError)
})

function emptyColumns() {
  const none = Int32Array.of(0)
  return { side: none, cluster: none, wins: none, ties: none, losses: none, covariate: null }
}
