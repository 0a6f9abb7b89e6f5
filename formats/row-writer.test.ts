import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { bool, chat, type Column, float, int, listOf, maybeText, struct, text, time } from "@/formats/columns"
import { createPieceWriter, createRowWriter, toFloatText } from "@/formats/row-writer"

describe("floats", () => {
  test.each([
    [1, "1.0"],
    [-3, "-3.0"],
    [0, "0.0"],
    [-0, "0.0"],
    [2 / 3, "0.6666666666666666"],
    [1e21, "1.0e+21"],
    [1e-7, "1.0e-7"],
    [1.5e-10, "1.5e-10"],
  ])("%d is written as %s", (value, expected) => {
    expect(toFloatText(value)).toBe(expected)
  })

  test("every finite number comes back and shows that it is a float", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const written = toFloatText(value)
        expect(written).toContain(".")
        expect(JSON.parse(written)).toBe(value === 0 ? 0 : value)
      }),
    )
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is refused", (value) => {
    expect(() => toFloatText(value)).toThrow("finite")
  })
})

const columns: Column[] = [
  { name: "id", type: text },
  { name: "score", type: float },
  { name: "n", type: int },
  { name: "at", type: time },
  { name: "ok", type: bool },
  { name: "chat", type: chat },
  { name: "note", type: maybeText },
  {
    name: "pairs",
    type: listOf(
      struct([
        { name: "name", type: text },
        { name: "value", type: float },
      ]),
    ),
  },
]
const row = {
  id: "a",
  score: 1,
  n: 2,
  at: "2026-08-01T10:00:00.000Z",
  ok: true,
  chat: [{ role: "user", content: "hi" }],
  note: null,
  pairs: [{ name: "x", value: 3 }],
}
const write = createRowWriter(columns)

test("keys stand in the order of the columns, whatever the order of the row", () => {
  const line = write(row)
  expect(write(Object.fromEntries(Object.entries(row).reverse()))).toBe(line)
  expect(Object.keys(JSON.parse(line))).toEqual(columns.map((column) => column.name))
  expect(line).toContain('"score":1.0,"n":2,')
})

test.each<[string, object, string]>([
  ["a missing key", { id: undefined }, "id: expected a value"],
  ["a key too many", { extra: 1 }, "extra"],
  ["null where nothing may be", { score: null }, "score: expected a finite number"],
  ["not a number", { score: Number.NaN }, "score"],
  ["a broken integer", { n: 1.5 }, "n: expected an integer"],
  [
    "a time without milliseconds",
    { at: "2026-08-01T10:00:00Z" },
    "at: expected a time in UTC with milliseconds",
  ],
  ["a list that is empty", { chat: [] }, "chat: expected a list with at least one entry"],
  ["content that is null", { chat: [{ role: "user", content: null }] }, "chat[].content: expected a string"],
  ["a key too many inside a message", { chat: [{ role: "user", content: "x", name: "y" }] }, "chat"],
  ["a number as text", { id: 7 }, "id: expected a string"],
])("%s is an error that names the place", (_name, change, message) => {
  expect(() => write({ ...row, ...change })).toThrow(message)
})

test("half a surrogate pair becomes a well-formed character; NUL and line ends stay inside the line", () => {
  const line = write({ ...row, id: "a\ud83d\u0000\nb" })
  expect(JSON.parse(line).id).toBe("a\ufffd\u0000\nb")
  expect(line.split("\n")).toHaveLength(1)
})

test("the pieces of a line are the line, its long texts pieces of their own", () => {
  const columns: Column[] = [
    { name: "id", type: text },
    { name: "chosen", type: chat },
    { name: "n", type: int },
  ]
  const [write, writePieces] = [createRowWriter(columns), createPieceWriter(columns)]
  fc.assert(
    fc.property(fc.string(), fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1 }), (id, lengths) => {
      const chosen = lengths.map((length) => ({ role: "user", content: "é".repeat(length) }))
      const pieces = writePieces({ id, chosen, n: 1 })
      expect(pieces.join("")).toBe(write({ id, chosen, n: 1 }))
      expect(JSON.parse(pieces.join(""))).toEqual({ id, chosen, n: 1 })
      expect(pieces.filter((piece) => /^"é+"$/.test(piece))).toHaveLength(
        lengths.filter((length) => length + 2 >= 256).length,
      )
    }),
  )
})

test("a row that is refused leaves nothing behind in the next", () => {
  const write = createRowWriter([
    { name: "a", type: text },
    { name: "b", type: int },
  ])
  expect(() => write({ a: "x".repeat(300), b: "no" })).toThrow("b: expected an integer")
  expect(write({ a: "y", b: 1 })).toBe('{"a":"y","b":1}')
})
