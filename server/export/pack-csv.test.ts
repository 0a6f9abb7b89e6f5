import fc from "fast-check"
import { expect, test } from "vitest"
import { defuse, refuse } from "@/server/export/pack-csv"

test("no cell begins a formula, and the way back is plain", () => {
  expect(defuse("=1+1")).toBe("'=1+1")
  expect(defuse("'=1")).toBe("''=1")
  expect(defuse(" @SUM(A1)")).toBe("' @SUM(A1)")
  expect(defuse("it's")).toBe("it's")
  const nasty = fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", " ", "|", "%", "a") })
  fc.assert(
    fc.property(nasty, (text) => {
      expect(defuse(text)).not.toMatch(/^\s*[=+\-@|%]/)
      expect(refuse(defuse(text))).toBe(text)
    }),
  )
})
