import { describe, expect, it } from "vitest"
import { crowdBt, type AnnotatorVote } from "@/stats/aggregation/crowd-bt"
import { dawidSkene, type DawidSkeneFit } from "@/stats/aggregation/dawid-skene"
import type { Label, LabelTable } from "@/stats/aggregation/labels"
import { accuracyWeight, majority } from "@/stats/aggregation/majority"
import { oneCoin } from "@/stats/aggregation/one-coin"
import { anaesthesia } from "@/stats/fixtures/anaesthesia"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"

const observers = [0, 0, 0, 1, 2, 3, 4]
const patients: LabelTable = {
  items: 45,
  annotators: 5,
  categories: 4,
  labels: anaesthesia.flatMap((row, item) =>
    Array.from(row, (digit, k) => ({ item, annotator: observers[k] as number, category: Number(digit) - 1 })),
  ),
}

/** Marginal log-likelihood written out item by item: what EM should raise. */
function logLikelihoodOf(
  table: LabelTable,
  marginals: Float64Array,
  share: (l: Label, truth: number) => number,
) {
  let total = 0
  for (let item = 0; item < table.items; item++) {
    let sum = 0
    for (let k = 0; k < table.categories; k++) {
      let product = marginals[k] as number
      for (const label of table.labels) if (label.item === item) product *= share(label, k)
      sum += product
    }
    total += Math.log(sum)
  }
  return total
}

describe("majority", () => {
  it("keeps ties and weighs", () => {
    const labels = [0, 1, 1, 0].map((category, annotator) => ({ annotator, category }))
    expect(requireDefined(majority(labels))).toEqual({ winners: [0, 1], share: 0.5, labels: 4 })
    const weighted = requireDefined(majority(labels, (annotator) => (annotator === 2 ? 3 : 1)))
    expect(weighted).toEqual({ winners: [1], share: 4 / 6, labels: 4 })
    expect(majority([])).toEqual({ defined: false, reason: "no-data" })
    expect(accuracyWeight(0, 0, 2)).toBe(0)
    expect(accuracyWeight(9, 10, 2)).toBeGreaterThan(accuracyWeight(7, 10, 2))
    expect(accuracyWeight(1, 10, 2)).toBeLessThan(0)
  })
})

describe("Dawid-Skene", () => {
  const plain = { smoothing: 0, diagonal: 0 }

  it("reproduces the anaesthesia data of 1979 from vote shares", () => {
    const fit = requireDefined(dawidSkene(patients, createRng(1), { ...plain, restarts: 0 }))
    expect(fit.logLikelihood).toBeCloseTo(-192.891, 3)
    expect(Array.from(fit.marginals, (p) => p.toFixed(2))).toEqual(["0.40", "0.42", "0.11", "0.07"])
    expect(fit.confusion[0]?.toFixed(2)).toBe("0.89")
    expect(fit.confusion[1]?.toFixed(2)).toBe("0.11")
    const cell = (l: Label, truth: number) =>
      fit.confusion[(l.annotator * 4 + truth) * 4 + l.category] as number
    expect(logLikelihoodOf(patients, fit.marginals, cell)).toBeCloseTo(fit.logLikelihood, 6)
  })

  it("finds the higher maximum by restarts", () => {
    const fit = requireDefined(dawidSkene(patients, createRng(2), { ...plain, restarts: 60 }))
    expect(fit.logLikelihood).toBeCloseTo(-191.569, 3)
    expect(Array.from(fit.marginals, (p) => p.toFixed(3))).toEqual(["0.400", "0.447", "0.087", "0.067"])
    expect(fit.starts).toBe(61)
    expect(fit.reached).toBeGreaterThan(1)
  })

  it("smoothed: no nearby parameters have a higher objective", () => {
    const fit = requireDefined(dawidSkene(patients, createRng(3), { restarts: 5 }))
    const objective = (marginals: Float64Array, confusion: Float64Array) => {
      const cell = (l: Label, truth: number) =>
        confusion[(l.annotator * 4 + truth) * 4 + l.category] as number
      let sum = logLikelihoodOf(patients, marginals, cell)
      for (const p of marginals) sum += 0.5 * Math.log(p)
      confusion.forEach((p, at) => {
        const truth = Math.floor(at / 4) % 4
        sum += (0.5 + (at % 4 === truth ? 1 : 0)) * Math.log(p)
      })
      return sum
    }
    const best = objective(fit.marginals, fit.confusion)
    expect(best).toBeCloseTo(fit.objective, 6)
    const rng = createRng(4)
    for (let round = 0; round < 40; round++) {
      const marginals = jitter(fit.marginals, 4, rng)
      const confusion = jitter(fit.confusion, 4, rng)
      expect(objective(marginals, confusion)).toBeLessThan(best + 1e-6)
    }
  })

  it("recovers planted truth, keeps doubt, is seeded, and handles what is missing", () => {
    const { table, truth } = plant(300, 8, 3, [0.9, 0.9, 0.8, 0.8, 0.7, 0.6, 0.34, 0.34])
    const fit = requireDefined(dawidSkene(table, createRng(5)))
    const right = truth.filter((k, i) => argmax(fit, i, 3) === k).length
    expect(right / 300).toBeGreaterThan(0.93)
    expect(requireDefined(dawidSkene(table, createRng(5))).posterior).toEqual(fit.posterior)
    const sparse: LabelTable = {
      items: 2,
      annotators: 2,
      categories: 2,
      labels: [{ item: 0, annotator: 0, category: 1 }],
    }
    const few = requireDefined(dawidSkene(sparse, createRng(1)))
    expect(few.posterior.every((p) => p > 0 && p < 1)).toBe(true)
    expect(few.entropy[1]).toBeGreaterThan(0.5)
    expect(dawidSkene({ ...sparse, labels: [] }, createRng(1))).toEqual({ defined: false, reason: "no-data" })
    expect(
      dawidSkene(
        { ...sparse, categories: 1, labels: [{ item: 0, annotator: 0, category: 0 }] },
        createRng(1),
      ),
    ).toEqual({
      defined: false,
      reason: "one-category",
    })
    expect(() => dawidSkene({ ...sparse, categories: 1 }, createRng(1))).toThrow(RangeError)
  })
})

describe("one-coin", () => {
  it("no nearby parameters have a higher objective", () => {
    const { table } = plant(60, 5, 3, [0.9, 0.8, 0.7, 0.6, 0.4])
    const fit = requireDefined(oneCoin(table))
    const objective = (marginals: Float64Array, accuracies: Float64Array) => {
      const share = (l: Label, truth: number) => {
        const q = accuracies[l.annotator] as number
        return l.category === truth ? q : (1 - q) / 2
      }
      let sum = logLikelihoodOf(table, marginals, share)
      for (const q of accuracies) sum += Math.log(q) + Math.log(1 - q)
      for (const p of marginals) sum += 0.5 * Math.log(p)
      return sum
    }
    const best = objective(fit.marginals, fit.accuracies)
    expect(best).toBeCloseTo(fit.objective, 8)
    for (let j = 0; j < 5; j++) {
      for (const step of [1e-3, -1e-3]) {
        const moved = fit.accuracies.slice()
        moved[j] = (moved[j] as number) + step
        expect(objective(fit.marginals, moved)).toBeLessThan(best)
      }
    }
    const rng = createRng(6)
    for (let round = 0; round < 10; round++) {
      expect(objective(jitter(fit.marginals, 3, rng), fit.accuracies)).toBeLessThan(best + 1e-7)
    }
  })

  it("recovers accuracies and says why it cannot", () => {
    const planted = [0.9, 0.8, 0.7, 0.6, 0.4]
    const { table } = plant(800, 5, 3, planted)
    const fit = requireDefined(oneCoin(table))
    planted.forEach((q, j) => expect(Math.abs((fit.accuracies[j] as number) - q)).toBeLessThan(0.06))
    expect(oneCoin({ items: 1, annotators: 1, categories: 2, labels: [] })).toEqual({
      defined: false,
      reason: "no-data",
    })
    expect(
      oneCoin({ items: 1, annotators: 1, categories: 1, labels: [{ item: 0, annotator: 0, category: 0 }] }),
    ).toEqual({ defined: false, reason: "one-category" })
  })
})

describe("Crowd-BT", () => {
  const rng = createRng(21)
  const truth = [1.5, 0.7, 0, -0.6, -1.6]
  const reliability = [0.97, 0.95, 0.9, 0.9, 0.5, 0.1]
  const votes: AnnotatorVote[] = reliability.flatMap((eta, annotator) =>
    Array.from({ length: 120 }, () => {
      const first = drawIndex(rng, 5)
      const second = (first + 1 + drawIndex(rng, 4)) % 5
      const p = 1 / (1 + Math.exp((truth[second] as number) - (truth[first] as number)))
      const won = rng() < eta * p + (1 - eta) * (1 - p)
      return { annotator, first, second, wins: won ? 1 : 0, losses: won ? 0 : 1 }
    }),
  )
  const fit = requireDefined(crowdBt(5, 6, votes))

  it("finds the adversary and the coin, and orders the models", () => {
    const eta = fit.annotators.map((annotator) => annotator.reliability)
    expect(Math.min(...eta.slice(0, 4))).toBeGreaterThan(0.8)
    expect(Math.abs((eta[4] as number) - 0.5)).toBeLessThan(0.2)
    expect(eta[5]).toBeLessThan(0.35)
    expect(Array.from(fit.strengths)).toEqual(Array.from(fit.strengths).sort((a, b) => b - a))
    fit.annotators.forEach(({ low, high, reliability: own, votes: n }) => {
      expect(low).toBeLessThan(own)
      expect(high).toBeGreaterThan(own)
      expect(n).toBe(120)
    })
  })

  it("no nearby parameters have a higher objective (written out vote by vote)", () => {
    const objective = (strengths: readonly number[], eta: readonly number[]) => {
      let sum = 0
      for (const { annotator, first, second, wins } of votes) {
        const p = 1 / (1 + Math.exp((strengths[second] as number) - (strengths[first] as number)))
        const h = eta[annotator] as number
        const win = h * p + (1 - h) * (1 - p)
        sum += Math.log(wins === 1 ? win : 1 - win)
      }
      for (const l of strengths) sum += 0.5 * (-Math.log(1 + Math.exp(-l)) - Math.log(1 + Math.exp(l)))
      for (const h of eta) sum += 7 * Math.log(h) + Math.log(1 - h)
      return sum
    }
    const strengths = Array.from(fit.strengths)
    const eta = fit.annotators.map((annotator) => annotator.reliability)
    const best = objective(strengths, eta)
    expect(best).toBeCloseTo(fit.objective, 8)
    const moves = (list: readonly number[], i: number, step: number) =>
      list.map((v, k) => (k === i ? v + step : v))
    for (const step of [2e-3, -2e-3]) {
      for (let i = 0; i < 5; i++) expect(objective(moves(strengths, i, step), eta)).toBeLessThan(best)
      for (let k = 0; k < 6; k++) expect(objective(strengths, moves(eta, k, step))).toBeLessThan(best)
    }
  })

  it("degenerate input", () => {
    expect(crowdBt(2, 1, [])).toEqual({ defined: false, reason: "no-data" })
    const silent = requireDefined(
      crowdBt(2, 2, [{ annotator: 0, first: 1, second: 0, wins: 1, ties: 1, losses: 0 }]),
    )
    expect(silent.annotators[1]?.reliability).toBeCloseTo(7 / 8, 10)
    expect(silent.strengths[1]).toBeGreaterThan(silent.strengths[0] as number)
    const ties = requireDefined(
      crowdBt(2, 1, [{ annotator: 0, first: 0, second: 1, wins: 0, ties: 8, losses: 0 }]),
    )
    expect(ties.strengths[0]).toBeCloseTo(0, 8)
    expect(() => crowdBt(2, 1, [{ annotator: 3, first: 0, second: 1, wins: 1, losses: 0 }])).toThrow(
      RangeError,
    )
  })
})

function plant(items: number, annotators: number, categories: number, accuracies: readonly number[]) {
  const rng = createRng(77)
  const truth = Array.from({ length: items }, () => drawIndex(rng, categories))
  const labels = truth.flatMap((k, item) =>
    Array.from({ length: annotators }, (_, annotator) => {
      const right = rng() < (accuracies[annotator] as number)
      const category = right ? k : (k + 1 + drawIndex(rng, categories - 1)) % categories
      return { item, annotator, category }
    }),
  )
  return { table: { items, annotators, categories, labels }, truth }
}

function argmax(fit: DawidSkeneFit, item: number, categories: number): number {
  let best = 0
  for (let k = 1; k < categories; k++) {
    if (
      (fit.posterior[item * categories + k] as number) > (fit.posterior[item * categories + best] as number)
    )
      best = k
  }
  return best
}

/** Multiplies the shares of every row by something near 1 and normalises. */
function jitter(shares: Float64Array, row: number, rng: () => number): Float64Array {
  const moved = shares.map((p) => p * Math.exp(0.02 * (rng() - 0.5)))
  for (let start = 0; start < moved.length; start += row) {
    const sum = moved.subarray(start, start + row).reduce((a, b) => a + b, 0)
    for (let k = start; k < start + row; k++) moved[k] = (moved[k] as number) / sum
  }
  return moved
}
