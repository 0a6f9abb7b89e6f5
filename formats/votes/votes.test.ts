import { describe, expect, it } from "vitest"
import { computeReport } from "@/core/numbers/compute-report"
import { computeCrowd } from "@/core/numbers/crowd"
import { toCrowdLabels, toInputs } from "@/core/numbers/from-votes"
import { computeSliceRatings } from "@/core/numbers/slice-ratings"
import { toReportHtml, toReportText } from "@/formats/votes/report-text"
import { toVotes } from "@/formats/votes/to-votes"
import { requireDefined } from "@/stats/outcome"

let lines = 0
const row = (value: Record<string, unknown>, line = ++lines) => ({ line, value, textual: false })
const arena = (winner: string, annotator: string, item: string, more = {}) =>
  toVotes(row({ model_a: "x", model_b: "y", winner, annotator, item, ...more }), "votes.jsonl")

describe("arena columns", () => {
  it("knows the four answers, the left side and lengths of conversations", () => {
    const conversation = JSON.stringify([
      { role: "user", content: "a question" },
      { role: "assistant", content: "12345" },
    ])
    expect(
      arena("tie (bothbad)", "p", "1", {
        conversation_a: conversation,
        response_b: "123",
        tstamp: 1_700_000_000,
      }),
    ).toMatchObject([
      { preference: "TIE", bothBad: true, aLeft: true, charsA: 5, charsB: 3, day: "2023-11-14", modelA: "x" },
    ])
    expect(arena("model_b", "p", "1")).toMatchObject([{ preference: "B", level: 1 }])
  })
  it("takes other column names, and names the line and column of what it cannot read", () => {
    const value = { model_a: "x", model_b: "y", verdict: "model_a" }
    expect(toVotes(row(value), "f", { winner: "verdict" })).toMatchObject([{ preference: "A" }])
    expect(() => toVotes(row(value, 7), "f.csv")).toThrow(/f\.csv, line 7: winner is missing/)
    expect(() => toVotes(row({ ...value, winner: "left?" }, 8), "f.csv")).toThrow(
      /line 8: winner is "left\?"/,
    )
  })
})

it("reads the counted annotations of raw_annotations", () => {
  const annotation = {
    annotation_id: "n1",
    annotator: "ann",
    counted: true,
    cohort: null,
    guideline_version: 2,
    shown: [1, 0],
    active_ms: 5000,
    submitted_at: "2026-11-01T10:00:00.000Z",
    comparisons: [
      { criterion: "overall", position_a: 0, position_b: 1, preference: "B", both_bad: false, level: 2 },
      { criterion: "tone", position_a: 0, position_b: 1, preference: "A", both_bad: false, level: 1 },
    ],
  }
  const task = {
    task_id: "t",
    kind: "PAIRWISE",
    use_case: "support",
    language: "de",
    tags: ["sql"],
    completions: [
      { position: 0, messages: [{ role: "assistant", content: "abc" }], sources: [{ model: "x" }] },
      {
        position: 1,
        messages: [{ role: "assistant", content: "abcdef" }],
        sources: [{ model: "y" }, { model: "z" }],
      },
    ],
    annotations: [annotation, { ...annotation, annotation_id: "n2", counted: false }],
  }
  expect(toVotes(row(task), "raw.jsonl")).toMatchObject([
    {
      preference: "B",
      level: 2,
      aLeft: false,
      charsA: 3,
      charsB: 6,
      modelB: "y",
      language: "de",
      guideline: 2,
      day: "2026-11-01",
    },
  ])
})

it("gives the figures of a table worked by hand, whoever is called A", async () => {
  const votes = [
    ...arena("model_a", "ann", "1"),
    ...toVotes(row({ model_a: "y", model_b: "x", winner: "model_b", annotator: "ben", item: "1" }), "f"),
    ...arena("model_b", "ann", "2"),
    ...arena("tie", "ben", "2"),
    ...arena("model_a", "ann", "3"),
    ...arena("model_a", "ben", "3"),
  ]
  const report = await computeReport(toInputs(votes))
  expect(report).toMatchObject({ answers: 6, comparisons: 6, people: 2 })
  // Items 1 and 3 agree, 2 does not.
  expect(requireDefined(report.agreement.raw).estimate).toBeCloseTo(2 / 3, 12)
  expect(report.matrix.find((cell) => cell.row === "x")).toMatchObject({ wins: 4, ties: 1, losses: 1 })
  // Left won: 1 ann; not 1 ben (x stood right), not 2 ann; 3 twice.
  expect(requireDefined(report.position.share).estimate).toBeCloseTo(3 / 5, 12)
  expect(requireDefined(report.ratings).rows[0]?.model).toBe("x")
  const crowd = await computeCrowd(toInputs(votes), toCrowdLabels(votes))
  // Item 3 has two who agree; who is A there is turned for one of them in item 1.
  expect(crowd).toMatchObject({ items: 3, labels: 6, method: "one-coin" })
  const tagged = votes.map((vote, at) => ({ ...vote, language: at < 2 ? "de" : "en", tags: ["sql"] }))
  const slices = computeSliceRatings(tagged)
  expect(slices.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    "language en",
    "language de",
    "tag sql",
  ])
  const text = toReportText({ report, crowd, slices }, "annotator")
  expect(text).toContain("66.7 %")
  expect(text).toContain("May we stop?")
  expect(text).not.toContain("Ratings, language de")
  const bySlice = toReportText({ report, crowd, slices }, "slice")
  expect(bySlice).toContain("Ratings, language de")
  for (const one of [text, bySlice]) expect(one).not.toMatch(/NaN|undefined|Infinity/)
  expect(toReportHtml({ report, crowd, slices }, `<script>alert("x")</script>`)).not.toContain("<script")
})
