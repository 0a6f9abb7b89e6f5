import { describe, expect, it } from "vitest"
import { isSummed, numbersQueryDefaults, numbersQuerySchema, toNumbersFilter } from "@/core/numbers/query"

describe("filters in the address", () => {
  it("take nothing but what can be", () => {
    expect(
      numbersQuerySchema.parse({
        round: "' OR 1=1",
        from: "2026-99-99",
        guideline: "x",
        rate: "-3",
        model: "7",
      }),
    ).toEqual(numbersQueryDefaults)
    expect(
      isSummed(toNumbersFilter({ ...numbersQueryDefaults, cohort: "train", criterion: "helpful" })),
    ).toBe(true)
    expect(isSummed(toNumbersFilter({ ...numbersQueryDefaults, tag: "x" }))).toBe(false)
  })
})
