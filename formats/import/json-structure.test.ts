import fc from "fast-check"
import { expect, test } from "vitest"
import { findStructureFault } from "@/formats/import/json-structure"

test("JSON that JSON.stringify wrote has no fault", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      expect(findStructureFault(text)).toBeUndefined()
    }),
  )
})

test("a key twice in one object, not in two", () => {
  expect(findStructureFault('{"a":1,"b":{"a":2}}')).toBeUndefined()
  expect(findStructureFault('{"a":1,"a":2}')?.found).toBe('the key "a" twice')
  expect(findStructureFault('[{"x":{"a":1,"\\u0061":2}}]')?.found).toBe('the key "a" twice')
  expect(findStructureFault('{"a":"\\\\","b":"\\"a\\":1","c":["a","a"]}')).toBeUndefined()
})

test("nesting of 64 passes, 65 does not", () => {
  expect(findStructureFault("[".repeat(64) + "]".repeat(64))).toBeUndefined()
  expect(findStructureFault("[".repeat(65) + "]".repeat(65))?.found).toContain("deeper than 64")
})
