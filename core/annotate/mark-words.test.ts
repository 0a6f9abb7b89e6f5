import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  findOnce,
  rangeBetween,
  spanOfRange,
  stepWord,
  toPieces,
  toWordSpans,
  wordAt,
} from "@/core/annotate/mark-words"

/** Anything people write: emoji with joiners, marks on letters, right to left, line ends of every kind. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈",
        "e\u0301\u0323",
        "שלום עולם",
        "مرحبا، بك",
        "日本語の文",
        "ไทยคำ",
        "🇩🇪🇫🇷",
        "\r\n",
        "\n\n",
        "\u200f",
        "**bold** _x_",
        "&amp;",
        " ",
        "\u00a0",
        "\u202f",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""))

const splitsPair = (source: string, at: number) =>
  /[\ud800-\udbff]/.test(source[at - 1] ?? "") && /[\udc00-\udfff]/.test(source[at] ?? "")

describe("toWordSpans", () => {
  it("takes words and signs one by one", () => {
    const words = (source: string) => toWordSpans(source).map(({ start, end }) => source.slice(start, end))
    expect(words("So, no.")).toEqual(["So", ",", "no", "."])
    expect(words("a\r\n  b")).toEqual(["a", "b"])
    expect(words("Oui\u202f! a\u202f")).toEqual(["Oui", "!", "a"])
    expect(words("👩‍👩‍👧‍👦 e\u0301t")).toEqual(["👩‍👩‍👧‍👦", "e\u0301t"])
  })

  it("leaves out white space only, in order, and splits no character", () => {
    fc.assert(
      fc.property(text, (source) => {
        let done = 0
        for (const { start, end } of toWordSpans(source)) {
          expect(start).toBeGreaterThanOrEqual(done)
          expect(source.slice(done, start)).toMatch(/^\s*$/)
          expect(splitsPair(source, start) || splitsPair(source, end)).toBe(false)
          done = end
        }
        expect(source.slice(done)).toMatch(/^\s*$/)
      }),
    )
  })
})

describe("a range of words", () => {
  it("holds every character between two offsets and no word besides", () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (source, a, b) => {
        const [one, other] = [a % (source.length + 1), b % (source.length + 1)]
        const words = toWordSpans(source)
        const range = rangeBetween(words, one, other)
        const chosen = source.slice(Math.min(one, other), Math.max(one, other))
        const span = range && spanOfRange(words, range)
        if (!span) {
          expect(chosen.trim()).toBe("")
          return
        }
        const marked = source.slice(span.start, span.end)
        expect(marked).toContain(chosen.trim())
        expect(marked.trim()).toBe(marked)
        expect(splitsPair(source, span.start) || splitsPair(source, span.end)).toBe(false)
        // One word less on either side would leave a chosen character out.
        const first = words[range.anchor]
        const last = words[range.head]
        expect(first && last && first.end > Math.min(one, other)).toBe(true)
        expect(last && last.start < Math.max(one, other)).toBe(true)
      }),
    )
  })

  it("is the same from either end, and finds the word under a press", () => {
    const words = toWordSpans("one two three")
    expect(rangeBetween(words, 5, 9)).toEqual({ anchor: 1, head: 2 })
    expect(rangeBetween(words, 9, 5)).toEqual({ anchor: 1, head: 2 })
    expect([0, 3, 4, 13].map((at) => wordAt(words, at))).toEqual([0, 0, 1, 2])
    expect(wordAt(toWordSpans("a  b"), 2)).toBeNull()
  })
})

describe("stepWord", () => {
  it("walks by words and by lines, and stops at the ends", () => {
    const source = "one two\n\nthree four\nfive"
    const words = toWordSpans(source)
    const from = (at: number, ...steps: Parameters<typeof stepWord>[3][]) =>
      steps.reduce((now, step) => stepWord(source, words, now, step), at)
    expect(from(0, "next", "next")).toBe(2)
    expect(from(0, "previous")).toBe(0)
    expect(from(1, "nextLine")).toBe(2)
    expect(from(2, "nextLine")).toBe(4)
    expect(from(4, "nextLine")).toBe(4)
    expect(from(4, "previousLine")).toBe(2)
    expect(from(3, "previousLine")).toBe(0)
    expect(from(2, "last", "next")).toBe(4)
    expect(from(4, "first")).toBe(0)
  })

  it("never leaves the text", () => {
    fc.assert(
      fc.property(
        text,
        fc.nat(),
        fc.constantFrom("next", "previous", "nextLine", "previousLine", "first", "last"),
        (source, at, step) => {
          const words = toWordSpans(source)
          if (words.length === 0) return
          expect(words[stepWord(source, words, at % words.length, step)]).toBeDefined()
        },
      ),
    )
  })
})

describe("toPieces", () => {
  it("joins to the text, and each mark's pieces join to its words", () => {
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }), (source, ends) => {
        const words = toWordSpans(source)
        const spans = ends.flatMap(([a, b]) => {
          const range = rangeBetween(words, a % (source.length + 1), b % (source.length + 1))
          const span = range && spanOfRange(words, range)
          return span ? [span] : []
        })
        const pieces = toPieces(source, spans)
        const cut = (of: readonly { start: number; end: number }[]) =>
          of.map(({ start, end }) => source.slice(start, end)).join("")
        expect(cut(pieces)).toBe(source)
        spans.forEach((span, place) => {
          expect(cut(pieces.filter((piece) => piece.marks.includes(place)))).toBe(
            source.slice(span.start, span.end),
          )
          expect(pieces.filter((piece) => piece.ends.includes(place)).map((piece) => piece.end)).toEqual([
            span.end,
          ])
        })
      }),
    )
  })
})

it("words chosen in a formatted text are taken over only where there is one such place", () => {
  expect(findOnce("a **bold** word", " bold ")).toEqual({ start: 4, end: 8 })
  expect(findOnce("no no", "no")).toBeNull()
  expect(findOnce("aaa", "aa")).toBeNull()
  expect(findOnce("a *b* c", "a b")).toBeNull()
  expect(findOnce("a", " ")).toBeNull()
})
