import { expect, it } from "vitest"
import { collectCounts, type CountedComparison } from "@/stats/rating/comparisons"
import { isSideAliased } from "@/stats/rating/side-alias"

it("a side is told from strengths once somebody stood there against the order", () => {
  const cell = (first: number, second: number, side: -1 | 0 | 1): CountedComparison => ({
    first,
    second,
    side,
    wins: 2,
    ties: 0,
    losses: 1,
  })
  const always = [cell(0, 1, 1), cell(0, 2, 1)]
  expect(isSideAliased(collectCounts(3, []))).toBe(true)
  expect(isSideAliased(collectCounts(3, [cell(0, 1, 0)]))).toBe(true)
  expect(isSideAliased(collectCounts(3, always))).toBe(true)
  expect(isSideAliased(collectCounts(3, [...always, cell(0, 1, -1)]))).toBe(false)
  // 1 and 2 both stood right of 0, so one of them left of the other contradicts.
  expect(isSideAliased(collectCounts(3, [...always, cell(1, 2, 1)]))).toBe(false)
  expect(isSideAliased(collectCounts(3, [...always, cell(1, 2, 0)]))).toBe(true)
})
