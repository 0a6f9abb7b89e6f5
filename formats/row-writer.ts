import type { Column, ColumnType, Row, Value } from "@/formats/columns"

/** A row that does not fit its columns: a mistake of the format, named by the path of the value. */
export class RowError extends Error {
  override readonly name = "RowError"
}

/**
 * A float always shows that it is one: `1` would make readers type the whole column as integer and
 * then refuse the first `0.5` (formats guide 1.1, rule 2).
 *
 * Examples: `toFloatText(1)` is `"1.0"`, `toFloatText(2 / 3)` is `"0.6666666666666666"`,
 * `toFloatText(1e21)` is `"1.0e+21"`, `toFloatText(-0)` is `"0.0"`.
 */
export function toFloatText(value: number): string {
  if (!Number.isFinite(value)) throw new RowError(`expected a finite number, found ${value}`)
  const digits = String(value === 0 ? 0 : value)
  if (digits.includes(".")) return digits
  const exponent = digits.indexOf("e")
  return exponent < 0 ? `${digits}.0` : `${digits.slice(0, exponent)}.0${digits.slice(exponent)}`
}

/** `JSON.stringify` of a text without lone surrogates, which would end the load of the whole file. */
export function toStringText(value: string): string {
  return JSON.stringify(value.toWellFormed())
}

/** A line grows here: short pieces are put together, long ones (texts of models) stay as they are. */
class Pieces {
  readonly #done: string[] = []
  #short = ""

  add(piece: string): void {
    if (piece.length < LONG) {
      this.#short += piece
      return
    }
    this.#done.push(this.#short, piece)
    this.#short = ""
  }

  end(): readonly string[] {
    this.#done.push(this.#short)
    return this.#done
  }
}

/** Characters from which on a piece costs more to be put together with others than to be written by itself. */
const LONG = 256

type Write<V> = (value: V, to: Pieces) => void

/**
 * Makes the writer of one format: row in, one line of JSON out (without the line feed). Keys come in
 * the order of the columns and always all of them; a missing, unknown or null value is an error here
 * and never a drifting key in the file.
 */
export function createRowWriter(columns: readonly Column[]): (row: Row) => string {
  const write = createPieceWriter(columns)
  return (row) => write(row).join("")
}

/** The same line in pieces, for who writes many and needs none of them as one text. */
export function createPieceWriter(columns: readonly Column[]): (row: Row) => readonly string[] {
  const write = structWriter(columns, "")
  return (row) => {
    const to = new Pieces()
    write(row, to)
    return to.end()
  }
}

function structWriter(fields: readonly Column[], path: string): Write<Row> {
  const parts = fields.map((field) => ({
    name: field.name,
    optional: field.optional === true,
    prefix: `${JSON.stringify(field.name)}:`,
    write: valueWriter(field.type, path === "" ? field.name : `${path}.${field.name}`),
  }))
  const known = new Set(fields.map((field) => field.name))
  return (row, to) => {
    to.add("{")
    let written = 0
    for (const part of parts) {
      const value = row[part.name]
      if (value === undefined && part.optional) continue
      if (value === undefined) fail(path === "" ? part.name : `${path}.${part.name}`, "a value", value)
      to.add(written === 0 ? part.prefix : `,${part.prefix}`)
      part.write(value, to)
      written++
    }
    // A key beyond the columns would be lost in silence. Counting tells; looking each up is for the message.
    let keys = 0
    for (const _ in row) keys++
    if (keys !== written) failOnUnknown(row, known, path)
    to.add("}")
  }
}

function failOnUnknown(row: Row, known: ReadonlySet<string>, path: string): void {
  for (const name in row) if (!known.has(name)) fail(path, `the keys ${[...known].join(", ")}`, name)
}

function valueWriter(type: ColumnType, path: string): Write<Value> {
  switch (type.kind) {
    case "string": {
      const textOf = rememberLast(toStringText)
      return nullable(type, (value, to) =>
        typeof value === "string" ? to.add(textOf(value)) : fail(path, "a string", value),
      )
    }
    case "time":
      return nullable(type, (value, to) =>
        typeof value === "string" && timePattern.test(value)
          ? to.add(`"${value}"`)
          : fail(path, "a time in UTC with milliseconds", value),
      )
    case "int64":
      return nullable(type, (value, to) =>
        typeof value === "number" && Number.isSafeInteger(value)
          ? to.add(String(value))
          : fail(path, "an integer", value),
      )
    case "float64":
      return nullable(type, (value, to) =>
        typeof value === "number" && Number.isFinite(value)
          ? to.add(toFloatText(value))
          : fail(path, "a finite number", value),
      )
    case "bool":
      return (value, to) =>
        typeof value === "boolean" ? to.add(String(value)) : fail(path, "true or false", value)
    case "list":
      return listWriter(type, path)
    case "struct": {
      const write = structWriter(type.fields, path)
      return (value, to) => (isRow(value) ? write(value, to) : fail(path, "an object", value))
    }
  }
}

/** A prompt stands in every row of its pairs: the last two texts are not spelt again. */
function rememberLast(write: (value: string) => string): (value: string) => string {
  let [one, oneText, two, twoText] = ["", write(""), "", write("")]
  return (value) => {
    if (value === one) return oneText
    if (value !== two) {
      two = value
      twoText = write(value)
    }
    // The older one makes room for the next.
    ;[one, oneText, two, twoText] = [two, twoText, one, oneText]
    return oneText
  }
}

function listWriter(type: ColumnType & { kind: "list" }, path: string): Write<Value> {
  const write = valueWriter(type.of, `${path}[]`)
  return (value, to) => {
    if (!Array.isArray(value)) return fail(path, "a list", value)
    if (value.length === 0 && !type.mayBeEmpty) return fail(path, "a list with at least one entry", value)
    let before = "["
    for (const entry of value as readonly Value[]) {
      to.add(before)
      write(entry, to)
      before = ","
    }
    to.add(before === "[" ? "[]" : "]")
  }
}

function nullable(type: { readonly nullable?: boolean }, write: Write<Value>): Write<Value> {
  return type.nullable ? (value, to) => (value === null ? to.add("null") : write(value, to)) : write
}

function isRow(value: Value): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function fail(path: string, expected: string, found: unknown): never {
  const shown = found === undefined ? "nothing" : JSON.stringify(found).slice(0, 80)
  throw new RowError(`${path === "" ? "row" : path}: expected ${expected}, found ${shown}`)
}
