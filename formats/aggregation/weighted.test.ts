import { expect, test } from "vitest"
import { weighted } from "@/formats/aggregation/weighted"

const votes = (...said: readonly [annotator: string, preference: "A" | "B" | "TIE"][]) =>
  said.map(([annotator, preference]) => ({ annotator, preference, level: 1 }))

test.each([
  ["the heavier side wins", { a: 3, b: 1, c: 1 }, { winner: "A" }],
  ["as much on both sides is no majority", { a: 2, b: 1, c: 1 }, { skip: "no_majority" }],
  ["what is worse than chance speaks for nobody", { a: -1, b: -1, c: -1 }, { skip: "no_majority" }],
])("%s", (_what, weights, outcome) => {
  expect(weighted(votes(["a", "A"], ["b", "B"], ["c", "B"]), new Map(Object.entries(weights)))).toEqual(
    outcome,
  )
})

test("the heaviest answer is one that somebody gave", () => {
  const weights = new Map(Object.entries({ a: -1, b: -1, c: 1 }))
  expect(weighted(votes(["a", "A"], ["b", "B"]), weights)).toEqual({ skip: "no_majority" })
  expect(weighted(votes(["a", "A"], ["b", "B"], ["c", "TIE"]), weights)).toEqual({ skip: "tie" })
  expect(weighted(votes(["a", "A"], ["b", "TIE"]), weights)).toEqual({ skip: "no_majority" })
  expect(weighted(votes(["a", "A"]), weights)).toEqual({ skip: "no_majority" })
})
