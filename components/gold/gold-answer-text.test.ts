import { expect, test } from "vitest"
import { toGoldAnswerText } from "@/components/gold/gold-answer-text"

const gold = { preference: null, bothBad: false, answer: null } as const

test("a known answer in words: pairs, ranks with ties, ratings with how far off is still right", () => {
  expect(toGoldAnswerText({ ...gold, preference: "B" })).toBe("Text 2 is better")
  expect(toGoldAnswerText({ ...gold, preference: "TIE", bothBad: true })).toBe("Both bad")
  expect(toGoldAnswerText({ ...gold, answer: { ranks: [2, 1, 2] } })).toBe(
    "Texts from best to worst: 2, 1 = 3",
  )
  const ratings = [{ position: 0, criterion: "helpful", value: 6, tolerance: 1 }]
  expect(toGoldAnswerText({ ...gold, answer: { ranks: [1, 2], ratings } })).toBe(
    "Texts from best to worst: 1, 2; text 1, helpful: 6 ± 1",
  )
})
