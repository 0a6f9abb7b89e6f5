import { describe, expect, it } from "vitest"
import { toCsvLine } from "@/components/numbers/save-figure"
import { niceTicks } from "@/components/numbers/ticks"

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
