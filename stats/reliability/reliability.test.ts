import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { adjustEBenjaminiHochberg } from "@/stats/claims/e-benjamini-hochberg"
import { detect, shareWithin, usualMembers } from "@/stats/fixtures/detection"
import { simulateCrowd } from "@/stats/fixtures/crowd"
import { requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"
import { fitBetaPrior, shrinkShare } from "@/stats/reliability/beta-binomial"
import { measureCarelessness, measureHabit } from "@/stats/reliability/carelessness"
import type { CrowdAnswer } from "@/stats/reliability/crowd-answer"
import { expectAnswers } from "@/stats/reliability/expected-answers"
import { flagPeople } from "@/stats/reliability/flag-people"
import { toPersonFigures } from "@/stats/reliability/person-figures"
import { toReadingFloor } from "@/stats/reliability/reading-pace"

const label: CrowdAnswer = {
  person: 0,
  task: 0,
  purpose: "label",
  choice: 0,
  left: 0,
  longer: null,
  truth: null,
  right: null,
  compared: true,
}
const gold: CrowdAnswer = { ...label, purpose: "gold", truth: 0, right: true, compared: false }

describe("e-BH", () => {
  it("gives the worked example and its edges", () => {
    const adjusted = adjustEBenjaminiHochberg([100, 30, 1])
    expect(adjusted[0]).toBeCloseTo(100 / 3, 10)
    expect(adjusted[1]).toBeCloseTo(20, 10)
    expect(adjusted[2]).toBeCloseTo(1, 10)
    expect(adjustEBenjaminiHochberg([])).toEqual([])
    expect(() => adjustEBenjaminiHochberg([-1])).toThrow(RangeError)
  })

  it("calls what the definition calls", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1 }), (values) => {
        const sorted = values.toSorted((a, b) => b - a)
        const m = values.length
        let k = 0
        sorted.forEach((e, i) => {
          if (e * (i + 1) >= 20 * m) k = i + 1
        })
        const called = adjustEBenjaminiHochberg(values).filter((e) => e >= 20 - 1e-9).length
        expect(called).toBeGreaterThanOrEqual(k)
        expect(sorted.slice(0, called).every((e) => e >= (sorted[Math.max(0, k - 1)] ?? 0) - 1e-9)).toBe(true)
      }),
    )
  })
})

describe("what careful people would answer", () => {
  it("predicts a third vote from two as the share of agreeing pairs says", () => {
    // Two hundred tasks of three voters with P = 0.76 of all pairs agreeing would need data; the prior of 40
    // pseudo-pairs at 0.75 stands alone where nothing can be compared.
    const alone = expectAnswers({ people: 1, tasks: 1, answers: [label] }, [0])
    expect(alone.rates.agreement).toBeCloseTo(0.75, 12)
    expect(alone.careful[0]).toBeCloseTo(0.5, 12)
    const answers = [label, { ...label, person: 1 }, { ...label, person: 2 }]
    const { careful, rates } = expectAnswers({ people: 3, tasks: 1, answers }, [0, 0, 0])
    const p = rates.agreement
    expect(p).toBeCloseTo(33 / 43, 12)
    expect(careful[0]).toBeCloseTo((3 * p - 1) / (2 * p), 12)
    const split = expectAnswers(
      { people: 3, tasks: 1, answers: [label, { ...label, person: 1 }, { ...label, person: 2, choice: 1 }] },
      [0, 0, 0],
    )
    expect(split.careful[0]).toBeCloseTo(0.5, 12)
  })

  it("never looks at the own vote", () => {
    const others = [
      { ...label, person: 1 },
      { ...label, person: 2 },
    ]
    const given = (choice: 0 | 1) =>
      expectAnswers({ people: 3, tasks: 1, answers: [{ ...label, choice }, ...others] }, [1, 0, 0]).careful[0]
    expect((given(0) ?? 0) + (given(1) ?? 0)).toBeCloseTo(1, 12)
  })

  it("gives no weight to the vote of somebody who answers by chance", () => {
    const answers = [label, { ...label, person: 1 }]
    expect(expectAnswers({ people: 2, tasks: 1, answers }, [0, 1]).careful[0]).toBeCloseTo(0.5, 12)
  })

  it("leaves votes that do not enter agreement out on both sides", () => {
    const answers = [
      { ...label, compared: false },
      { ...label, person: 1 },
    ]
    const { careful } = expectAnswers({ people: 2, tasks: 1, answers }, [0, 0])
    expect([...careful]).toEqual([0.5, 0.5])
  })
})

describe("evidence of carelessness", () => {
  it("gives the worked example", () => {
    const wrong = { ...gold, choice: 1 as const, right: false }
    expect(measureHabit("chance", [wrong], [0.05], [0]).evidence).toBeCloseTo(4.6049, 4)
    expect(measureCarelessness([], [], []).evidence).toBe(1)
  })

  it("takes nothing from ties, equal lengths, and votes nobody can compare", () => {
    const tie = { ...label, choice: null }
    expect(measureHabit("side", [tie], [Number.NaN], [0]).evidence).toBeCloseTo(1, 12)
    expect(measureHabit("length", [label], [0.5], [0]).evidence).toBeCloseTo(1, 12)
    expect(measureHabit("chance", [{ ...label, compared: false }], [0.5], [0]).evidence).toBeCloseTo(1, 12)
  })

  it("is an e-value: its mean under careful work, slips up to the tolerated share included, is at most 1", () => {
    for (const slips of [0, 0.05]) {
      const rng = createRng(71)
      let sum = 0
      let alarms = 0
      const runs = 4000
      for (let run = 0; run < runs; run++) {
        const answers: CrowdAnswer[] = []
        const careful: number[] = []
        for (let n = 0; n < 70; n++) {
          const right = rng() < (1 - slips) * 0.9 + slips / 2
          answers.push({ ...gold, right, choice: right ? 0 : 1 })
          careful.push(right ? 0.9 : 0.1)
        }
        const mine = answers.map((_, i) => i)
        const { evidence } = measureHabit("chance", answers, careful, mine)
        sum += evidence
        if (evidence >= 100) alarms += 1
      }
      expect(sum / runs).toBeLessThan(1.3)
      expect(alarms / runs).toBeLessThan(0.01)
    }
  })

  it("forgets good work of long ago: 600 right answers, then a coin", () => {
    const rng = createRng(72)
    const answers = Array.from({ length: 700 }, (_, n) => {
      const right = n < 600 ? rng() < 0.95 : rng() < 0.5
      return { ...gold, right, choice: right ? (0 as const) : (1 as const) }
    })
    const careful = answers.map(({ right }) => (right ? 0.95 : 0.05))
    const mine = answers.map((_, i) => i)
    expect(measureHabit("chance", answers, careful, mine.slice(0, 600)).evidence).toBeLessThan(20)
    expect(measureHabit("chance", answers, careful, mine).evidence).toBeGreaterThan(1000)
  })
})

describe("shrinkage", () => {
  it("gives the worked example and finds a planted prior", () => {
    expect(shrinkShare(3, 5, { a: 18, b: 2 }).estimate).toBeCloseTo(0.84, 12)
    const rng = createRng(73)
    const hits: number[] = []
    for (let i = 0; i < 400; i++) {
      // Two kinds, 0.7 and 0.9, have the mean 0.8 and the spread of a Beta with a + b = 0.16/0.01 − 1 = 15.
      const p = i % 2 === 0 ? 0.7 : 0.9
      let x = 0
      for (let n = 0; n < 40; n++) if (rng() < p) x += 1
      hits.push(x)
    }
    const { a, b } = fitBetaPrior(
      hits,
      hits.map(() => 40),
    )
    expect(a / (a + b)).toBeCloseTo(0.8, 1)
    expect(a + b).toBeGreaterThan(9)
    expect(a + b).toBeLessThan(24)
    expect(fitBetaPrior([], []).a).toBeGreaterThan(0)
  })
})

describe("figures of a person", () => {
  it("gives the worked example", () => {
    const answers: CrowdAnswer[] = [
      label,
      { ...label, person: 1 },
      { ...label, task: 1 },
      { ...label, task: 1, person: 1, choice: 1 },
      { ...gold, task: 2 },
      { ...label, task: 0, purpose: "repeat", right: true, left: 1, compared: false },
    ]
    const [one, two] = toPersonFigures({ people: 2, tasks: 3, answers })
    expect(requireDefined(one?.agreement ?? { defined: false, reason: "no-data" })).toMatchObject({
      agreeing: 1,
      pairs: 2,
    })
    expect(one).toMatchObject({
      answers: 4,
      gold: { hits: 1, n: 1, group: 1 },
      consistency: { hits: 1, n: 1 },
    })
    expect(one?.left).toMatchObject({ hits: 3, n: 4 })
    expect(one?.drift.defined).toBe(false)
    expect(two?.gold.n).toBe(0)
    expect(two?.gold.interval.defined).toBe(false)
  })

  it("counts the same as a plain loop over a simulated crowd", () => {
    const crowd = simulateCrowd(createRng(74), {
      members: usualMembers,
      answers: 40,
      overlap: 3,
      goldRate: 0.2,
      repeatRate: 0.1,
    })
    const figures = toPersonFigures(crowd)
    figures.forEach((one, person) => {
      const own = crowd.answers.filter((answer) => answer.person === person)
      expect(one.gold.hits).toBe(own.filter((answer) => answer.purpose === "gold" && answer.right).length)
      let same = 0
      let pairs = 0
      for (const answer of own.filter((each) => each.purpose === "label")) {
        for (const vote of crowd.answers) {
          if (vote.task !== answer.task || vote.person === person || vote.purpose !== "label") continue
          pairs += 1
          if (vote.choice === answer.choice) same += 1
        }
      }
      expect(requireDefined(one.agreement)).toMatchObject({ agreeing: same, pairs })
    })
  })
})

it("has the reading floor of the worked example", () => {
  expect(toReadingFloor(2000)).toBe(40_000)
  expect(toReadingFloor(90_000)).toBe(80_000)
  expect(() => toReadingFloor(-1)).toThrow(RangeError)
})

describe("the simulated crowd (the large run is bench/crowd.ts)", () => {
  it("flags 95 % of the planted kinds within 60 tasks, and hardly anybody careful", {
    timeout: 120_000,
  }, () => {
    const found = detect({
      members: usualMembers,
      answers: 60,
      overlap: 3,
      goldRate: 0.2,
      crowds: 12,
      seed: 500,
      checkEvery: 2,
    })
    for (const row of found) {
      const share = shareWithin(row, 60)
      if (row.temper === "good" || row.temper === "fast") expect(share).toBeLessThanOrEqual(0.01)
      else expect(share, row.temper).toBeGreaterThanOrEqual(row.temper === "clicker" ? 0.9 : 0.95)
    }
  })

  it("does not know time: the same answers, the same flags", () => {
    const crowd = simulateCrowd(createRng(75), {
      members: ["good", "good", "good", "fast", "clicker"],
      answers: 30,
      overlap: 3,
      goldRate: 0.2,
    })
    expect(Object.keys(crowd.answers[0] ?? {})).not.toContain("activeMs")
    const { people } = flagPeople(crowd)
    expect(people).toHaveLength(5)
    expect(people[3]?.concern).toBe("none")
  })
})
