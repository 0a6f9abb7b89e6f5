import { describe, expect, it } from "vitest"
import { computeReport } from "@/core/numbers/compute-report"
import { CELL_WIDTH, type NumbersInputs } from "@/core/numbers/inputs"
import { LENGTH_CLASSES, typicalDifference } from "@/core/numbers/length-class"
import { requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"

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
