import { randomUUID } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { importedName, toImportedId } from "@/core/imported-id"

test("the worked example, and the way there and back for any name", () => {
  expect(importedName("01234567-89ab-8cde-8f00-112233445566")).toBe("0123456789abcdef")
  const hex = (length: number) =>
    fc
      .array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length })
      .map((all) => all.map((one) => one.toString(16)).join(""))
  fc.assert(
    fc.property(hex(16), hex(14), (name, salt) => {
      const id = toImportedId(name, salt)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(importedName(id)).toBe(name)
    }),
  )
  expect(importedName(randomUUID())).toBeUndefined()
  expect(importedName("01920000-0000-7000-8000-000000000000")).toBeUndefined()
})
