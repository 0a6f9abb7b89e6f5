import fc from "fast-check"
import { expect, test } from "vitest"
import { carrySpan, sameTextForm } from "@/core/same-text"

test("a part of a text is the same words in every form of that text", () => {
  expect(carrySpan({ start: 0, end: 1 }, "b", "  b")).toEqual({ start: 2, end: 3 })
  expect(carrySpan({ start: 2, end: 3 }, "a\nb", "a\r\nb")).toEqual({ start: 3, end: 4 })
  const words = fc.array(
    fc.constantFrom("e\u0301t\u00e9", "no", "\u{1f44d}", "\u05e9\u05dc", "a\u0323\u0307"),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  const forms = fc.constantFrom(
    (text: string) => `  ${text}`,
    (text: string) => text.replaceAll("\n", "\r\n"),
    (text: string) => text.normalize("NFC"),
    (text: string) => `${text.normalize("NFD")}\n`,
  )
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), forms, forms, (list, a, b, one, other) => {
      const [first, last] = [a % list.length, b % list.length].toSorted((x, y) => x - y)
      const before = list
        .slice(0, first)
        .map((word) => `${word}\n`)
        .join("")
      const marked = list.slice(first, (last ?? 0) + 1).join("\n")
      const source = list.join("\n")
      const [from, to] = [one(source), other(source)]
      const start = one(`${before}x`).indexOf("x")
      const find = (text: string) => text.slice(start).trimEnd()
      const end = find(one(`${before}${marked}`)).length + start
      const carried = carrySpan({ start, end }, from, to)
      expect(sameTextForm(to.slice(carried.start, carried.end))).toBe(sameTextForm(from.slice(start, end)))
      expect(to.slice(carried.start, carried.end)).toBe(to.slice(carried.start, carried.end).trim())
    }),
  )
})
