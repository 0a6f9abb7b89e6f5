import { describe, expect, it } from "vitest"
import { toInputs, type Vote } from "@/core/numbers/from-votes"
import { computeRatings } from "@/core/numbers/ratings"
import { computeSliceRatings, rateCounts, toSlicesReport } from "@/core/numbers/slice-ratings"
import { notDefined, requireDefined } from "@/stats/outcome"

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
