import { describe, expect, it } from "vitest"
import { auditGroups } from "@/core/numbers/bias-audit"
import { computeCrowd } from "@/core/numbers/crowd"
import { computeReport } from "@/core/numbers/compute-report"
import { toInputs, type Vote } from "@/core/numbers/from-votes"
import { CELL_WIDTH, type NumbersInputs } from "@/core/numbers/inputs"
import { LENGTH_CLASSES, typicalDifference } from "@/core/numbers/length-class"
import { computeRatings } from "@/core/numbers/ratings"
import type { PersonRow } from "@/core/numbers/report"
import { computeSliceRatings, rateCounts, toSlicesReport } from "@/core/numbers/slice-ratings"
import { ownShare } from "@/core/numbers/shares"
import { notDefined, requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"
import { computeTextMetrics, type Metric } from "@/core/numbers/text-metrics"

const empty: NumbersInputs = {
  models: [],
  people: [],
  cells: new Int32Array(),
  tallies: [],
  levels: [0, 0, 0, 0],
  units: [],
  slices: [],
  pairings: [],
  days: [],
  work: [],
  categories: 3,
}

/** Votes of `people` on pairs of `models` with planted strengths, side and length effects. */
function simulate(options: {
  models: number
  people: number
  votes: number
  side?: number
  length?: number
  /** Ties only, or always the first model. */
  only?: "tie" | "first"
}): NumbersInputs {
  const random = createRng(7)
  const { models, people, votes, side = 0, length = 0, only } = options
  const cells = new Map<string, number[]>()
  const tallies = Array.from({ length: people }, (_, person) => ({
    person,
    answers: 0,
    comparisons: 0,
    ties: 0,
    bad: 0,
    pairs: 0,
    left: 0,
    right: 0,
    unlike: 0,
    longer: 0,
  }))
  for (let i = 0; i < votes; i++) {
    const person = Math.floor(random() * people)
    const a = Math.floor(random() * models)
    const b = (a + 1 + Math.floor(random() * Math.max(1, models - 1))) % models
    const [first, second] = [Math.min(a, b), Math.max(a, b)]
    const s = random() < 0.5 ? 1 : -1
    const size = LENGTH_CLASSES[Math.floor(random() * 5)] ?? 0
    const delta = 0.4 * (second - first) + s * side + length * typicalDifference(size)
    const u = random()
    const p = 1 / (1 + Math.exp(-delta))
    const outcome = only === "tie" ? 0 : only === "first" ? 1 : u < p ? 1 : -1
    const key = [person, first, second, s, size].join(" ")
    const cell = cells.get(key) ?? [person, first, second, s, size, 0, 0, 0]
    const at = 6 - outcome
    cell[at] = (cell[at] ?? 0) + 1
    cells.set(key, cell)
    const tally = tallies[person]
    if (!tally) continue
    tally.answers += 1
    tally.comparisons += 1
    tally.pairs += 1
    if (outcome === 0) tally.ties += 1
    else if (outcome === s) tally.left += 1
    else tally.right += 1
    if (outcome !== 0 && size !== 0) {
      tally.unlike += 1
      if (Math.sign(size) === outcome) tally.longer += 1
    }
  }
  const flat = [...cells.values()].flat()
  expect(flat.length % CELL_WIDTH).toBe(0)
  return {
    ...empty,
    models: Array.from({ length: models }, (_, i) => ({ id: `m${i}`, name: `model-${i}` })),
    people: Array.from({ length: people }, (_, i) => ({ id: `p${i}`, name: `person-${i}` })),
    cells: Int32Array.from(flat),
    tallies,
    days: [{ day: "2026-11-01", answers: votes, people }],
  }
}

const points = (units: number) => (400 / Math.LN10) * units

describe("the report", () => {
  it.each([
    ["no data", empty, "no-data"],
    ["one model", simulate({ models: 1, people: 3, votes: 50 }), "one-model"],
    ["all ties", simulate({ models: 3, people: 3, votes: 50, only: "tie" }), "all-ties"],
  ] as const)("gives reasons and no numbers for %s", async (_, inputs, reason) => {
    const report = await computeReport(inputs)
    expect(report.ratings).toEqual({ defined: false, reason })
    expect(report.stop.claims).toEqual([])
    expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity/)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it("keeps a model that never loses finite, and says so", async () => {
    const report = await computeReport({
      ...simulate({ models: 3, people: 3, votes: 60 }),
      cells: Int32Array.from([0, 0, 1, 1, 0, 9, 0, 0, 1, 0, 2, 1, 0, 8, 0, 0, 1, 1, 2, 1, 0, 5, 0, 4]),
    })
    const { rows } = requireDefined(report.ratings)
    expect(rows.every((row) => Number.isFinite(row.rating.estimate))).toBe(true)
    expect(report.warnings.map((warning) => warning.kind)).toContain("unbounded")
  })

  it("models that were never compared: no difference between them, and a warning", async () => {
    const report = await computeReport({
      ...simulate({ models: 4, people: 2, votes: 40 }),
      // 0 and 1 met, and 2 and 3; wins and losses both ways.
      cells: Int32Array.from([
        0, 0, 1, 1, 0, 6, 1, 5, 0, 2, 3, 1, 0, 4, 0, 7, 1, 0, 1, -1, 0, 3, 0, 4, 1, 2, 3, -1, 0, 5, 1, 6,
      ]),
    })
    expect(requireDefined(report.ratings).components).toBe(2)
    expect(report.warnings).toContainEqual({ kind: "islands", n: 2 })
    expect(report.stop.claims.some((claim) => !claim.difference.defined)).toBe(true)
    expect(report.stop.leader).toMatchObject({ value: { decided: false } })
  })

  it("one answer a task: no agreement, and a reason in its place", async () => {
    const report = await computeReport({
      ...simulate({ models: 3, people: 5, votes: 300 }),
      units: [],
      pairings: [],
    })
    for (const figure of [report.agreement.raw, report.agreement.alpha, report.agreement.ac1])
      expect(figure).toMatchObject({ defined: false })
    expect(report.persons.every((person) => !person.agrees.defined)).toBe(true)
    expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity/)
  })

  it("says where rankings make comparisons hang together", async () => {
    const pairs = simulate({ models: 3, people: 5, votes: 300 })
    const kinds = async (inputs: NumbersInputs) =>
      (await computeReport(inputs)).warnings.map((warning) => warning.kind)
    expect(await kinds(pairs)).not.toContain("rankings")
    const tallies = pairs.tallies.map((tally) => ({ ...tally, answers: Math.ceil(tally.answers / 3) }))
    expect(await kinds({ ...pairs, tallies })).toContain("rankings")
  })

  it("300 models", async () => {
    const inputs = simulate({ models: 300, people: 30, votes: 4000 })
    const report = await computeReport(inputs)
    const { rows } = requireDefined(report.ratings)
    expect(rows).toHaveLength(300)
    expect(rows.every((row) => Number.isFinite(row.rating.low) && Number.isFinite(row.rating.high))).toBe(
      true,
    )
    expect(report.stop.claims.length).toBeLessThanOrEqual(30)
    // Pairs of the best sixty only, and no figure of hundreds of thousands of letters.
    const best = new Set(rows.slice(0, 60).map((row) => row.model))
    expect(report.matrix.length).toBeGreaterThan(0)
    expect(report.matrix.every((cell) => best.has(cell.row) && best.has(cell.column))).toBe(true)
    expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity/)
  })

  it("one person: intervals that do not claim to know the spread between people", async () => {
    const report = await computeReport(simulate({ models: 3, people: 1, votes: 300 }))
    expect(requireDefined(report.ratings).intervals).toBe("hc0")
    expect(report.position.share).toMatchObject({ defined: false, reason: "one-cluster", n: 300 })
    // Counted all the same: how often is known without any interval.
    const ties = (await computeReport(simulate({ models: 3, people: 1, votes: 40, only: "tie" }))).shares.tie
    expect(ties).toMatchObject({ defined: false, part: 40, n: 40 })
  })

  it("recovers what was planted: order, side and length", async () => {
    const inputs = simulate({ models: 4, people: 40, votes: 20_000, side: 0.2, length: 0.5 })
    const report = await computeReport(inputs)
    const ratings = requireDefined(report.ratings)
    expect(ratings.intervals).toBe("clustered")
    expect(ratings.rows.map((row) => row.model)).toEqual(
      ["model-0", "model-1", "model-2", "model-3"].toReversed().toReversed(),
    )
    const side = requireDefined(report.position.term)
    expect(Math.abs(side.estimate - points(0.2))).toBeLessThan(12)
    expect(side.low).toBeGreaterThan(0)
    const length = requireDefined(report.length.term)
    expect(length.low).toBeLessThan(points(0.5))
    expect(length.high).toBeGreaterThan(points(0.5))
    expect(report.warnings.map((warning) => warning.kind)).not.toContain("few-people")
    expect(report.stop.claims.every((claim) => claim.verdict === "decided")).toBe(true)
  })

  it("does not depend on the order in which counts come", async () => {
    const inputs = simulate({ models: 4, people: 5, votes: 400 })
    const cells = Array.from({ length: inputs.cells.length / CELL_WIDTH }, (_, i) => [
      ...inputs.cells.subarray(i * CELL_WIDTH, (i + 1) * CELL_WIDTH),
    ])
    const turned = { ...inputs, cells: Int32Array.from(cells.toReversed().flat()) }
    expect((await computeReport(turned)).ratings).toEqual((await computeReport(inputs)).ratings)
  })

  it("agreement out of counts of pairs, by group and over time", async () => {
    const slices = [
      { round: "r", cohort: "train", guideline: 1, language: "en", useCase: "", tags: ["sql"] },
      { round: "r", cohort: "*", guideline: 2, language: "de", useCase: "", tags: [] },
    ]
    const report = await computeReport(
      {
        ...empty,
        slices,
        units: [
          { slice: 0, day: "2026-11-01", a: 2, tie: 0, b: 0, units: 30 },
          { slice: 0, day: "2026-11-02", a: 1, tie: 0, b: 1, units: 10 },
          { slice: 1, day: "2026-11-02", a: 0, tie: 0, b: 2, units: 10 },
        ],
        people: [
          { id: "x", name: "X" },
          { id: "y", name: "Y" },
        ],
        pairings: [{ one: 0, two: 1, pairs: 50, agreeing: 40 }],
      },
      { rounds: new Map([["r", "Round 1"]]) },
    )
    const { agreement } = report
    expect(requireDefined(agreement.raw).estimate).toBeCloseTo(0.8, 12)
    expect(agreement).toMatchObject({ units: 50, pairs: 50 })
    expect(agreement.overTime.map((day) => [day.day, day.units])).toEqual([
      ["2026-11-01", 30],
      ["2026-11-02", 50],
    ])
    expect(agreement.by.map(({ kind, label, units }) => `${kind} ${label} ${units}`)).toEqual([
      "round Round 1 50",
      "cohort train 40",
      "cohort several cohorts 10",
      "guideline version 1 40",
      "guideline version 2 10",
      "language en 40",
      "language de 10",
      "tag sql 40",
    ])
    expect(requireDefined(agreement.couples[0]?.raw ?? { defined: false, reason: "no-data" }).estimate).toBe(
      0.8,
    )
    expect(report.warnings).toContainEqual({ kind: "few-units", n: 50 })
  })
})

const highOf = (metric: Metric | null | undefined): number =>
  metric?.interval.defined ? metric.interval.value.high : Number.NaN

it("metrics of texts by model, with intervals, where there is something to compare with", () => {
  // Four answers of five tokens each, all of perplexity 5: they do not differ, so the interval has no width.
  const each = -5 * Math.log(5)
  const moments = { logProb2: 4 * each * each, tokens2: 100, both: 20 * each }
  const rows = computeTextMetrics(
    [
      {
        model: "x",
        text: "the cat sat on the mat today",
        references: ["the cat sat on the mat today", "no"],
      },
      { model: "y", text: "a dog", references: ["the cat sat on the mat"] },
    ],
    [{ model: "z", texts: 4, logProb: -20 * Math.log(5), tokens: 20, ...moments }],
  )
  expect(rows).toMatchObject([
    {
      model: "x",
      texts: 1,
      rouge1: { value: 1 },
      rougeL: { value: 1 },
      perplexity: null,
    },
    { model: "y", texts: 1, rouge1: { value: 0 }, rougeL: { value: 0 } },
    { model: "z", texts: 0, bleu: null, rouge1: null, tokens: 20 },
  ])
  expect(rows[0]?.bleu?.value).toBeCloseTo(100, 9)
  expect(rows[2]?.perplexity?.value).toBeCloseTo(5, 12)
  expect(highOf(rows[2]?.perplexity)).toBeCloseTo(5, 5)
  const apart = computeTextMetrics(
    [],
    // Perplexities 2 and 8 with ten tokens each: log rate (ln 2 + ln 8)/2, error of two clusters, t of one degree.
    [
      {
        model: "z",
        texts: 2,
        tokens: 20,
        tokens2: 200,
        logProb: -10 * Math.log(16),
        logProb2: 100 * (Math.log(2) ** 2 + Math.log(8) ** 2),
        both: -100 * Math.log(16),
      },
    ],
  )
  const reach = 12.706204736 * (Math.sqrt(2 * 2 * (10 * Math.log(2)) ** 2) / 20)
  expect(Math.log(highOf(apart[0]?.perplexity))).toBeCloseTo(Math.log(4) + reach, 6)
})

it("sets criteria beside one another, whichever the page is narrowed to", async () => {
  const { agreement } = await computeReport({
    ...empty,
    criteria: [
      { criterion: "overall", a: 2, tie: 0, b: 0, units: 30 },
      { criterion: "overall", a: 1, tie: 0, b: 1, units: 10 },
      { criterion: "harmless", a: 1, tie: 0, b: 1, units: 20 },
    ],
  })
  expect(
    agreement.by.map(({ kind, label, units, raw }) => [kind, label, units, requireDefined(raw).estimate]),
  ).toEqual([
    ["criterion", "overall", 40, 0.75],
    ["criterion", "harmless", 20, 0],
  ])
})

describe("groups of people", () => {
  const person = (id: string, left: number): PersonRow => {
    const none = { ...notDefined("no-data"), n: 0, part: 0 }
    return {
      id,
      name: id,
      answers: 40,
      comparisons: 40,
      agrees: none,
      left: ownShare(left, 40),
      leftP: notDefined("no-data"),
      longer: none,
      longerP: notDefined("no-data"),
      ties: none,
      seconds: notDefined("no-data"),
      flags: 0,
    }
  }
  const persons = Array.from({ length: 14 }, (_, at) => person(`p${at}`, at < 5 ? 20 : 30))
  const of = (choice: (at: number) => number | null) => [
    { text: "Q", choices: ["x", "y"], chosen: new Map(persons.map((one, at) => [one.id, choice(at)])) },
  ]

  it("are shown from five people on, with the share of all of them", () => {
    const [question] = auditGroups(
      persons,
      of((at) => (at < 5 ? 0 : 1)),
    )
    expect(question?.groups).toMatchObject([
      { label: "x", hidden: true },
      { label: "y", hidden: false, people: 9, left: { defined: true, value: { estimate: 0.75 }, n: 360 } },
      { label: "Prefers not to say", hidden: true },
    ])
  })

  it("show nothing of whom nobody asked, and nothing at all of fewer than five", () => {
    const [question] = auditGroups(
      persons.slice(0, 4),
      of(() => 0),
    )
    expect(question?.groups.every((group) => group.hidden)).toBe(true)
  })
})

describe("the crowd", () => {
  it("finds who answers at random and who turns answers round, without any gold", async () => {
    const rng = createRng(11)
    const right = [0.9, 0.9, 0.85, 0.5, 0.1]
    const labels = Array.from({ length: 300 }, (_, item) => {
      const truth = rng() < 0.5 ? 0 : 2
      return right.map((p, annotator) => ({ item, annotator, category: rng() < p ? truth : 2 - truth }))
    }).flat()
    const cells = right.flatMap((p, at) => [
      at,
      0,
      1,
      0,
      0,
      Math.round(200 * p),
      0,
      Math.round(200 * (1 - p)),
    ])
    const crowd = await computeCrowd(
      {
        ...empty,
        models: [
          { id: "a", name: "A" },
          { id: "b", name: "B" },
        ],
        people: right.map((_, at) => ({ id: `${at}`, name: `${at}` })),
        cells: Int32Array.from(cells),
      },
      { items: 300, labels },
    )
    expect(crowd).toMatchObject({ items: 300, labels: 1500, method: "dawid-skene" })
    const accuracies = crowd.people
      .toSorted((x, y) => (x.id < y.id ? -1 : 1))
      .map((one) => requireDefined(one.accuracy))
    right.forEach((p, at) => expect(Math.abs((accuracies[at] ?? 0) - p)).toBeLessThan(0.08))
    expect(crowd.models[0]?.model).toBe("A")
    const reliability = crowd.people.find((one) => one.id === "4")?.reliability
    expect(reliability?.defined && reliability.value.high < 0.5).toBe(true)
  })

  it("has reasons where there is nothing", async () => {
    const crowd = await computeCrowd(empty, { items: 0, labels: [] })
    expect(crowd).toMatchObject({ people: [], models: [], settled: { defined: false, reason: "no-overlap" } })
  })
})

describe("leaderboards by slice", () => {
  const vote = (at: number, person: number, change: Partial<Vote>): Vote => ({
    item: String(at),
    answer: `${at} ${person}`,
    annotator: `p${person}`,
    modelA: "x",
    modelB: "y",
    preference: (at * 7 + person * 3) % 5 < 3 ? "A" : "B",
    bothBad: false,
    level: 1,
    aLeft: (at + person) % 3 === 0,
    charsA: 100 + (at % 3) * 100,
    charsB: 200,
    day: "",
    cohort: at % 2 === 0 ? "train" : "",
    guideline: 1 + (at % 2),
    language: at % 4 === 0 ? "de" : "en",
    useCase: "",
    tags: at % 3 === 0 ? ["sql", "short"] : [],
    activeMs: null,
    ...change,
  })
  const votes = Array.from({ length: 60 }, (_, at) => vote(at, at % 5, {}))

  it("are those of the votes of the slice alone, raw and at equal length", () => {
    const slices = computeSliceRatings(votes)
    expect(slices.map(({ kind, label, comparisons }) => `${kind} ${label} ${comparisons}`)).toEqual([
      "cohort train 30",
      "guideline version 1 30",
      "guideline version 2 30",
      "language en 45",
      "language de 15",
      "tag short 20",
      "tag sql 20",
    ])
    const german = votes.filter((one) => one.language === "de")
    expect(slices[4]).toEqual({ kind: "language", label: "de", ...rateCounts(toInputs(german)) })
    expect(requireDefined(slices[4]?.equalLength ?? notDefined("no-data")).rows).toHaveLength(2)
  })
  it("leave the side out where the same model always stood there", () => {
    const fixed = votes.map((one) => ({ ...one, aLeft: true }))
    const { ratings, side } = computeRatings(toInputs(fixed), { length: false, refits: 0 })
    expect(requireDefined(ratings).rows).toHaveLength(2)
    expect(side.term).toEqual(notDefined("not-identified"))
  })
  it("say why there is none, and keep the best forty of many models", () => {
    expect(rateCounts(toInputs([])).ratings).toEqual(notDefined("no-data"))
    expect(rateCounts(toInputs(votes, false)).equalLength).toEqual(notDefined("no-variance"))
    // More than sixty: without a bootstrap, which is not what is looked at here.
    const many = Array.from({ length: 130 }, (_, at) =>
      vote(at, at % 3, {
        modelA: `m${at % 65}`,
        modelB: `m${(at + 1 + (at % 60)) % 65}`,
        preference: at % 2 ? "A" : "B",
      }),
    )
    const whole = rateCounts(toInputs(many))
    const report = toSlicesReport(whole, computeSliceRatings(many))
    expect(report.models).toBe(65)
    expect(requireDefined(report.whole.ratings).rows).toEqual(requireDefined(whole.ratings).rows.slice(0, 40))
    const best = new Set(requireDefined(report.whole.ratings).rows.map((row) => row.id))
    for (const slice of report.slices) {
      for (const row of requireDefined(slice.ratings).rows) expect(best).toContain(row.id)
    }
  })
})
