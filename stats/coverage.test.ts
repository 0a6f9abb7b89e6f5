import { describe, expect, it } from "vitest"
import { alarmCases } from "@/stats/fixtures/alarm-cases"
import { coverageCases } from "@/stats/fixtures/coverage-cases"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"
import { fitBradleyTerry } from "@/stats/rating/bradley-terry"
import { collectRows } from "@/stats/rating/comparisons"
import { clusteredCovariance } from "@/stats/rating/covariance"
import { termInterval } from "@/stats/rating/strength-intervals"

/**
 * The short form of bench/coverage.ts: fewer runs, so wider bounds. An interval that truly covers 95 % stays inside
 * them (four standard errors of the simulation); one that forgets a factor of 1.3 in its error does not.
 */
describe("coverage of 95 % intervals in their regime (seeded simulations)", () => {
  for (const { name, regime, conservative, slow, prepare } of coverageCases.filter((own) => own.inRegime)) {
    it(`${name}: ${regime}`, { timeout: 30_000 }, () => {
      const runs = slow ? 60 : 250
      const run = prepare()
      const rng = createRng(99)
      let hits = 0
      for (let r = 0; r < runs; r++) if (run(rng)) hits += 1
      const noise = 4 * Math.sqrt((0.95 * 0.05) / runs)
      expect(hits / runs).toBeGreaterThan(0.95 - noise)
      if (!conservative && !slow) expect(hits / runs).toBeLessThanOrEqual(0.996)
    })
  }
})

describe("false alarms where nothing is wrong (seeded simulations)", () => {
  for (const { name, asked, run } of alarmCases.filter((own) => !own.asked.startsWith("reported"))) {
    it(`${name} (${asked})`, () => {
      const runs = 250
      const rng = createRng(98)
      let fired = 0
      for (let r = 0; r < runs; r++) if (run(rng)) fired += 1
      expect(fired / runs).toBeLessThan(0.05 + 4 * Math.sqrt((0.95 * 0.05) / runs))
    })
  }
})

describe("planted effects are recovered", () => {
  const strengths = [0.9, 0.3, -0.3, -0.9]
  const simulate = (side: number, length: number, seed: number) => {
    const rng = createRng(seed)
    const columns = { first: [] as number[], second: [] as number[], outcome: [] as number[] }
    const more = { side: [] as number[], covariates: [] as number[], cluster: [] as number[] }
    for (let v = 0; v < 20_000; v++) {
      const first = drawIndex(rng, 4)
      const second = (first + 1 + drawIndex(rng, 3)) % 4
      const left = rng() < 0.5 ? 1 : -1
      const longer = rng() - 0.5
      const delta =
        (strengths[first] as number) - (strengths[second] as number) + side * left + length * longer
      columns.first.push(first)
      columns.second.push(second)
      columns.outcome.push(rng() < 1 / (1 + Math.exp(-delta)) ? 1 : -1)
      more.side.push(left)
      more.covariates.push(longer)
      more.cluster.push(v % 50)
    }
    const table = collectRows({ models: 4, covariateCount: 1, ...columns, ...more })
    const fit = requireDefined(fitBradleyTerry(table, { side: true }))
    return { fit, covariance: requireDefined(clusteredCovariance(fit, table)) }
  }

  for (const points of [0, 2, 5, 10]) {
    it(`position bias of ${points} points`, () => {
      const share = 0.5 + points / 100
      const planted = Math.log(share / (1 - share))
      const { fit, covariance } = simulate(planted, 0, 500 + points)
      const side = termInterval(fit, covariance, fit.layout.side as number)
      expect(side.low).toBeLessThan(planted)
      expect(side.high).toBeGreaterThan(planted)
      expect(side.high - side.low).toBeLessThan(0.15)
      const found = 1 / (1 + Math.exp(-side.estimate))
      expect(Math.abs(found - share)).toBeLessThan(0.015)
    })
  }

  for (const length of [0, 0.5, 1.5]) {
    it(`length effect of ${length}`, () => {
      const { fit, covariance } = simulate(0.1, length, 600 + 10 * length)
      const own = termInterval(fit, covariance, fit.layout.covariates)
      expect(own.low).toBeLessThan(length)
      expect(own.high).toBeGreaterThan(length)
      expect(Math.abs(own.estimate - length)).toBeLessThan(0.2)
      strengths.forEach((value, i) =>
        expect(Math.abs((fit.strengths[i] as number) - value)).toBeLessThan(0.1),
      )
    })
  }
})
