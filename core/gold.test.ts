import { expect, test } from "vitest"
import { isRight } from "@/core/gold"

const given = { pair: null, ranks: [], ratings: [] }
const pair = (preference: "A" | "B" | "TIE", bothBad = false) => ({
  ...given,
  pair: { preference, bothBad },
})

test.each([
  ["A", false, pair("A"), true],
  ["A", false, pair("B"), false],
  ["A", false, pair("TIE"), false],
  ["TIE", false, pair("TIE"), true],
  ["TIE", false, pair("TIE", true), false],
  ["TIE", true, pair("TIE", true), true],
  ["A", false, given, false],
] as const)("known %s (both bad %s), given %j: %s", (preference, bothBad, answer, right) => {
  expect(isRight({ preference, bothBad, answer: null }, answer)).toBe(right)
})

test("a ranking is right where nothing that the known one tells apart is turned round", () => {
  const known = { preference: null, bothBad: false, answer: { ranks: [1, 2, 2] } }
  expect(isRight(known, { ...given, ranks: [1, 3, 2] })).toBe(true)
  expect(isRight(known, { ...given, ranks: [1, 1, 2] })).toBe(true)
  expect(isRight(known, { ...given, ranks: [2, 1, 3] })).toBe(false)
  expect(isRight(known, { ...given, ranks: [1, null, 2] })).toBe(false)
})

test("a rating is right within its tolerance", () => {
  const ratings = [{ position: 0, criterion: "overall", value: 4, tolerance: 1 }]
  const known = { preference: null, bothBad: false, answer: { ratings } }
  const rated = (value: number) => ({ ...given, ratings: [{ position: 0, criterion: "overall", value }] })
  expect([2, 3, 4, 5, 6].map((value) => isRight(known, rated(value)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
  expect(isRight(known, given)).toBe(false)
})
