import { expect, it } from "vitest"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"
import { fitBradleyTerry } from "@/stats/rating/bradley-terry"
import { collectCounts, collectRows, type CountedComparison } from "@/stats/rating/comparisons"
import { clusteredCovariance, hc0Covariance, modelCovariance, notBelow } from "@/stats/rating/covariance"
import { differenceInterval, termInterval } from "@/stats/rating/strength-intervals"

/** 300 votes on three models, with sides; each vote is of the cluster that `cluster` says. */
function votes(cluster: (at: number) => number) {
  const rng = createRng(8)
  const rows = Array.from({ length: 300 }, () => {
    const first = drawIndex(rng, 3)
    return { first, second: (first + 1) % 3, outcome: drawIndex(rng, 3) - 1, side: rng() < 0.5 ? 1 : -1 }
  })
  return collectRows({
    models: 3,
    first: rows.map((row) => row.first),
    second: rows.map((row) => row.second),
    outcome: rows.map((row) => row.outcome),
    side: rows.map((row) => row.side),
    cluster: rows.map((_, at) => cluster(at)),
  })
}

it("HC0 equals clusters of single comparisons", () => {
  const single = votes((at) => at)
  const fit = requireDefined(fitBradleyTerry(single))
  const hc0 = hc0Covariance(fit, single)
  const clustered = requireDefined(clusteredCovariance(fit, single))
  hc0.matrix.forEach((value, i) => expect(clustered.matrix[i]).toBeCloseTo((value * 300) / 299, 12))
})

it("people whom the terms meet exactly leave the error of single answers: 1/2 in the worked example", () => {
  const person = (cluster: number, side: -1 | 1): CountedComparison => {
    const [wins, losses] = side === 1 ? [6, 3] : [3, 6]
    return { first: 0, second: 1, side, covariates: [], cluster, wins, ties: 0, losses }
  }
  const own = collectCounts(2, [person(0, 1), person(1, -1)])
  const fit = requireDefined(fitBradleyTerry(own, { penalty: { kind: "none" }, side: true }))
  const clustered = requireDefined(clusteredCovariance(fit, own))
  expect(differenceInterval(fit, clustered, 0, 1).standardError).toBeCloseTo(0, 6)
  const kept = notBelow(clustered, hc0Covariance(fit, own))
  expect(differenceInterval(fit, kept, 0, 1).standardError).toBeCloseTo(0.5, 6)
  expect(termInterval(fit, kept, fit.layout.side as number).standardError).toBeCloseTo(0.5, 6)
})

it("of two covariances each error is the larger one", () => {
  const table = votes((at) => at % 4)
  const fit = requireDefined(fitBradleyTerry(table, { side: true }))
  const clustered = requireDefined(clusteredCovariance(fit, table))
  const model = modelCovariance(fit)
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const
  const [one, other, larger] = [clustered, model, notBelow(clustered, model)].map((covariance) =>
    pairs.map(([first, second]) => differenceInterval(fit, covariance, first, second).standardError),
  )
  expect(larger).toEqual(one?.map((error, at) => Math.max(error, other?.[at] ?? Number.NaN)))
  // Sometimes the one and sometimes the other, or this shows nothing.
  expect(larger).not.toEqual(one)
  expect(larger).not.toEqual(other)
})
