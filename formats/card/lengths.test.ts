import fc from "fast-check"
import { expect, test } from "vitest"
import { LengthCount } from "@/formats/card/lengths"

const count = (lengths: readonly number[]) => {
  const own = new LengthCount()
  for (const length of lengths) own.add(length)
  return own.lengths()
}

test("nothing has no lengths, one has its own", () => {
  expect(count([])).toBeUndefined()
  expect(count([1234])).toEqual({ median: 1234, p90: 1234, p99: 1234, longest: 1234 })
  expect(count([7, 99, 101, 1234])).toEqual({ median: 99, p90: 1234, p99: 1234, longest: 1234 })
})

test("never too low, at most a tenth too high", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1 }), (lengths) => {
      const sorted = [...lengths].sort((a, b) => a - b)
      const found = count(lengths)
      const exact = sorted[Math.ceil(0.9 * sorted.length) - 1] ?? 0
      expect(found?.p90).toBeGreaterThanOrEqual(exact)
      expect(found?.p90).toBeLessThanOrEqual(exact * 1.1 + 1)
      expect(found?.longest).toBe(sorted.at(-1))
    }),
  )
})
