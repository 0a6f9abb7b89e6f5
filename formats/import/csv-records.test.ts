import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { expect, test } from "vitest"
import { CsvParser } from "@/formats/import/csv-records"

function records(text: string, chunk = text.length || 1) {
  const parser = new CsvParser(",", 1000)
  const found = []
  for (let at = 0; at < text.length; at += chunk)
    found.push(...parser.push(text.slice(at, at + chunk), false))
  return [...found, ...parser.push("", true)]
}

test("worked example", () => {
  expect(records('a,"b ""c""\nd"\n')).toEqual([{ line: 1, fields: ["a", 'b "c"\nd'] }])
})

test("lines are counted through quoted line ends of every kind, and blank lines", () => {
  const text = 'h,i\r\n"a\r\nb",1\r\n\r\n"c\nd\re",2\n\nx,3'
  const lines = records(text).map((record) => [record.line, record.fields.length])
  expect(lines).toEqual([
    [1, 2],
    [2, 2],
    [5, 2],
    [9, 2],
  ])
})

const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r\n", " "), maxLength: 8 })
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
const write = (rows: string[][], end: string) =>
  rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",") + end).join("")

test("what was written is read, cut into pieces anywhere, as an independent library reads it", () => {
  fc.assert(
    fc.property(table, fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 9 }), (rows, end, chunk) => {
      const text = write(rows, end)
      expect(records(text, chunk).map((record) => record.fields)).toEqual(rows)
      const library = parse(text, { relax_column_count: true, record_delimiter: end })
      expect(library).toEqual(rows)
    }),
  )
})

test("faults name line, what was found and what was expected", () => {
  expect(() => records('a,b\nc,"d')).toThrow("line 2: found a quoted field that never ends")
  expect(() => records('a,b\n"c"d,e')).toThrow("line 2: found text after a closing quote")
  expect(() => records('a,b\nc"d,e')).toThrow("line 2: found a quote")
  expect(() => records(`a,b\n"${"x".repeat(2000)}`, 100)).toThrow(
    "line 2: found a record of more than 1000 bytes",
  )
})
