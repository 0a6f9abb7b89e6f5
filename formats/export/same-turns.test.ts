import fc from "fast-check"
import { expect, it } from "vitest"
import { sameTextForm } from "@/core/same-text"
import { areSameTurns } from "@/formats/export/same-turns"

// Letters, marks that join them, their joined forms, line ends, white space, half a pair of surrogates.
const characters = [
  "a",
  "b",
  "A",
  "e",
  "\u0301",
  "\u0323",
  "é",
  "\u1ea1",
  "\n",
  "\r",
  " ",
  "\t",
  "\ufeff",
  "\ud83d",
  "1",
]
const text = fc.array(fc.constantFrom(...characters), { maxLength: 6 }).map((parts) => parts.join(""))

const say = (content: string) => [{ role: "assistant", content }]

it("says the same as the rule for one text, however little of the two it looks at", () => {
  fc.assert(
    fc.property(text, text, text, (start, a, b) => {
      const [one, other] = [start + a, start + b]
      expect(areSameTurns(say(one), say(other))).toBe(sameTextForm(one) === sameTextForm(other))
    }),
    { numRuns: 3000 },
  )
})

it("tells texts apart by role and number of turns", () => {
  expect(areSameTurns(say("a"), [{ role: "user", content: "a" }])).toBe(false)
  expect(areSameTurns(say("a"), [...say("a"), ...say("a")])).toBe(false)
})
