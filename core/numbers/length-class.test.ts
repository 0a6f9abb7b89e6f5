import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { LENGTH_CLASSES, toLengthClass, typicalDifference } from "@/core/numbers/length-class"

describe("the class of a difference of lengths", () => {
  it("knows its worked examples", () => {
    expect(toLengthClass(300, 200)).toBe(2)
    expect(toLengthClass(220, 200)).toBe(0)
    expect(toLengthClass(200, 240)).toBe(-1)
    expect(toLengthClass(0, 0)).toBe(0)
    expect(toLengthClass(0, 1)).toBe(-2)
  })
  it("turns round with its texts", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
        expect(toLengthClass(a, b) + toLengthClass(b, a)).toBe(0)
        expect(LENGTH_CLASSES).toContain(toLengthClass(a, b))
      }),
    )
    expect(LENGTH_CLASSES.map((length) => typicalDifference(length))).toEqual([-0.4, -0.12, 0, 0.12, 0.4])
  })
})
