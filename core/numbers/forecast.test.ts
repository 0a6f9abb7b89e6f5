import { describe, expect, it } from "vitest"
import { forecastDays, shiftDay } from "@/core/numbers/forecast"
import { requireDefined } from "@/stats/outcome"

describe("the forecast", () => {
  const work = (n: number, answers: (i: number) => number) =>
    Array.from({ length: n }, (_, i) => ({ day: shiftDay("2026-11-21", i - n), answers: answers(i) }))
  it("gives the worked example", () => {
    expect(
      forecastDays(
        100,
        work(14, () => 10),
        "2026-11-21",
      ),
    ).toEqual({
      defined: true,
      value: { estimate: 10, low: 10, high: 10, level: 0.95 },
    })
  })
  it("has no opinion without work, is done when nothing is left, and is open where days differ much", () => {
    expect(forecastDays(5, [], "2026-11-21")).toEqual({ defined: false, reason: "no-data" })
    expect(requireDefined(forecastDays(0, [], "2026-11-21")).estimate).toBe(0)
    expect(
      requireDefined(
        forecastDays(
          50,
          work(5, (i) => (i === 2 ? 40 : 0)),
          "2026-11-21",
        ),
      ).high,
    ).toBe(Number.POSITIVE_INFINITY)
  })
})
