import { describe, expect, it } from "vitest"
import { computeRatings } from "@/core/numbers/ratings"
import { notDefined, requireDefined } from "@/stats/outcome"

describe("two people", () => {
  it("who contradict each other, A always on the left, leave the difference open", () => {
    const cells = Int32Array.from([0, 0, 1, 1, 0, 6, 0, 3, 1, 0, 1, 1, 0, 3, 0, 6])
    const inputs = { models: ["aster", "birch"].map((name) => ({ id: name, name })), cells }
    const { ratings, side } = computeRatings(inputs, { length: false })
    const { lead, rows } = requireDefined(ratings)
    for (const { low, high } of [requireDefined(lead), ...rows.map(({ rating }) => rating)]) {
      expect(high - low).toBeGreaterThan(100)
    }
    expect(side.term).toEqual(notDefined("not-identified"))
  })
  it("do not settle an order, however well strengths and sides explain them", () => {
    // Both prefer the left text 6 : 3, and each saw another model there: the terms meet both exactly.
    const cells = Int32Array.from([0, 0, 1, 1, 0, 6, 0, 3, 1, 0, 1, -1, 0, 3, 0, 6])
    const inputs = { models: ["aster", "birch"].map((name) => ({ id: name, name })), cells }
    const { ratings, side } = computeRatings(inputs, { length: false })
    const { lead, rows } = requireDefined(ratings)
    for (const { low, high } of [requireDefined(lead), ...rows.map(({ rating }) => rating)]) {
      expect(high - low).toBeGreaterThan(100)
    }
    expect(requireDefined(side.pValue)).toBeGreaterThan(0.05)
  })
})
