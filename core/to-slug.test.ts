import fc from "fast-check"
import { expect, it } from "vitest"
import { toSlug } from "@/core/to-slug"

it("turns a name into an address", () => {
  expect(toSlug("Réponses du support, round 3")).toBe("reponses-du-support-round-3")
  expect(toSlug("回答の比較")).toBe("")
})

it("is empty or what the table's CHECK takes, whatever the name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (name) => {
      expect(toSlug(name)).toMatch(/^([a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?)?$/)
    }),
  )
})
