import { describe, expect, it } from "vitest"
import { shareText } from "@/components/numbers/format"
import { cutRows } from "@/components/numbers/rows-shown"
import { toCsvLine } from "@/components/numbers/save-figure"
import { niceTicks } from "@/components/numbers/ticks"
import { defined, notDefined } from "@/stats/outcome"

describe("ticks", () => {
  it("are round and enclose the range", () => {
    expect(niceTicks(838, 1122, 5)).toEqual([800, 900, 1000, 1100, 1200])
    expect(niceTicks(0.61, 0.74, 5)).toEqual([0.6, 0.65, 0.7, 0.75])
    expect(niceTicks(5, 5, 4).length).toBeGreaterThan(1)
    expect(niceTicks(Number.NaN, 1, 4)).toEqual([0, 1])
  })
})

describe("CSV", () => {
  it("quotes what needs it", () => {
    expect(toCsvLine(["a", 'b "c"', "d,e", ""])).toBe('a,"b ""c""","d,e",')
  })
})

describe("a share", () => {
  it("is said with and without an interval, and not at all of nothing", () => {
    const interval = { estimate: 0.25, low: 0.1, high: 0.4, level: 0.95 }
    expect(shareText({ ...defined(interval), n: 40, part: 10 })).toBe("25.0 %")
    expect(shareText({ ...notDefined("one-cluster"), n: 40, part: 6 })).toBe("15.0 %")
    expect(shareText({ ...notDefined("no-data"), n: 0, part: 0 })).toBe(
      "There is nothing to compute from yet.",
    )
  })
})

describe("a long table", () => {
  it("is cut, and says so only then", () => {
    const shown = { most: 2, allHref: "/numbers?tables=all" }
    expect(cutRows([1, 2], shown)).toEqual({ rows: [1, 2], cut: undefined })
    expect(cutRows([1, 2, 3], shown)).toEqual({
      rows: [1, 2],
      cut: { shown: 2, of: 3, allHref: "/numbers?tables=all" },
    })
  })
})
