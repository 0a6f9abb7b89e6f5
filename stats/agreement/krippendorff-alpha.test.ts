import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { krippendorffAlpha, krippendorffAlphaInterval } from "@/stats/agreement/krippendorff-alpha"
import { relativeError } from "@/stats/close-to"
import reference from "@/stats/fixtures/agreement.json"
import { krippendorff2011 } from "@/stats/fixtures/published-agreement"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"

const levels = ["nominal", "ordinal", "interval", "ratio"] as const

describe("Krippendorff's alpha", () => {
  it("equals the worked example of 2011", () => {
    const published = { nominal: 0.743, ordinal: 0.815, interval: 0.849, ratio: 0.797 }
    for (const level of levels) {
      expect(requireDefined(krippendorffAlpha(krippendorff2011, level)).value).toBeCloseTo(
        published[level],
        3,
      )
    }
    expect(requireDefined(krippendorffAlpha(krippendorff2011, "nominal"))).toMatchObject({
      units: 11,
      ratings: 40,
    })
  })

  it("equals the three coders of the older example", () => {
    const units = [
      [1],
      [],
      [2, 2],
      [1, 1],
      [3, 3],
      [3, 3, 4],
      [4, 4, 4],
      [1, 3],
      [2, 2],
      [1, 1],
      [1, 1],
      [3, 3],
    ]
    const more = [...units, [3, 3], [], [3, 4]]
    expect(requireDefined(krippendorffAlpha(more, "nominal")).value).toBeCloseTo(0.691358, 6)
    expect(requireDefined(krippendorffAlpha(more, "interval")).value).toBeCloseTo(0.810845, 6)
  })

  it("equals the definition written out over all pairs of ratings in R, on random data", () => {
    for (const data of reference.alpha) {
      for (const level of levels) {
        const alpha = requireDefined(krippendorffAlpha(data.units, level))
        expect(relativeError(alpha.value, data[level]), level).toBeLessThan(1e-10)
      }
    }
  })

  it("does not change with the order of units and raters, nor nominal alpha with the names", () => {
    const unit = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 })
    fc.assert(
      fc.property(fc.array(unit, { minLength: 2, maxLength: 12 }), (units) => {
        for (const level of levels) {
          const own = krippendorffAlpha(units, level)
          const turned = krippendorffAlpha(units.map((u) => u.slice().reverse()).reverse(), level)
          expect(turned.defined).toBe(own.defined)
          if (own.defined && turned.defined) expect(turned.value.value).toBeCloseTo(own.value.value, 10)
        }
        const own = krippendorffAlpha(units, "nominal")
        const renamed = krippendorffAlpha(
          units.map((u) => u.map((v) => (v * 7) % 5)),
          "nominal",
        )
        expect(renamed.defined).toBe(own.defined)
        if (own.defined && renamed.defined) expect(renamed.value.value).toBeCloseTo(own.value.value, 10)
      }),
      { numRuns: 100, seed: 4 },
    )
  })

  it("says why it is undefined", () => {
    expect(krippendorffAlpha([], "nominal")).toEqual({ defined: false, reason: "no-overlap" })
    expect(krippendorffAlpha([[1], [2]], "ordinal")).toEqual({ defined: false, reason: "no-overlap" })
    for (const level of levels) {
      expect(
        krippendorffAlpha(
          [
            [2, 2],
            [2, 2],
          ],
          level,
        ),
      ).toEqual({ defined: false, reason: "one-value" })
    }
    expect(() => krippendorffAlpha([[-1, 2]], "ratio")).toThrow(RangeError)
    expect(
      requireDefined(
        krippendorffAlpha(
          [
            [0, 0],
            [1, 1],
          ],
          "ratio",
        ),
      ).value,
    ).toBe(1)
  })
})

describe("its bootstrap of units", () => {
  it("gives the interval of the worked example (12 units)", () => {
    const alpha = requireDefined(
      krippendorffAlphaInterval(krippendorff2011, "nominal", createRng(1), {
        resamples: 20_000,
        expanded: false,
      }),
    )
    const { low, high } = requireDefined(alpha.interval)
    // Published: [0.41, 1.00]. The upper end is 1 since (8/11)^11 = 3 % of resamples hold no disagreement.
    expect(Math.abs(low - 0.41)).toBeLessThan(0.03)
    expect(high).toBeCloseTo(1, 10)
  })

  it("is the same for the same seed", () => {
    const draw = () =>
      krippendorffAlphaInterval(krippendorff2011, "ordinal", createRng(9), { resamples: 200 })
    expect(draw()).toEqual(draw())
  })

  it("equals a plain resampling of units within its noise", () => {
    const rng = createRng(17)
    const units = Array.from({ length: 150 }, () => {
      const truth = drawIndex(rng, 3)
      return [0, 1, 2].map(() => (rng() < 0.6 ? truth : drawIndex(rng, 3)))
    })
    const interval = requireDefined(
      requireDefined(
        krippendorffAlphaInterval(units, "nominal", createRng(2), { resamples: 2000, expanded: false }),
      ).interval,
    )
    const values = Array.from({ length: 2000 }, () => {
      const sample = units.map(() => units[drawIndex(rng, units.length)] as number[])
      return requireDefined(krippendorffAlpha(sample, "nominal")).value
    }).sort((a, b) => a - b)
    expect(Math.abs(interval.low - (values[49] as number))).toBeLessThan(0.012)
    expect(Math.abs(interval.high - (values[1949] as number))).toBeLessThan(0.012)
  })

  it("has no interval where resamples tell nothing", () => {
    const agreed = requireDefined(
      krippendorffAlphaInterval(
        [
          [1, 1],
          [2, 2],
        ],
        "nominal",
        createRng(1),
      ),
    )
    expect(agreed.value).toBe(1)
    expect(agreed.interval).toEqual({ defined: false, reason: "no-variance" })
    const one = requireDefined(krippendorffAlphaInterval([[1, 2]], "nominal", createRng(1)))
    expect(one.interval).toEqual({ defined: false, reason: "one-item" })
    expect(krippendorffAlphaInterval([], "nominal", createRng(1))).toEqual({
      defined: false,
      reason: "no-overlap",
    })
    const same = krippendorffAlphaInterval(
      [
        [1, 1],
        [1, 1],
      ],
      "nominal",
      createRng(1),
    )
    expect(same).toEqual({ defined: false, reason: "one-value" })
  })
})
