import { guessColumns } from "@/formats/import/guess-columns"
import type { RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import type { Shape } from "@/formats/import/shape"
import { showFound } from "@/formats/import/show-found"

/** A published layout: known by the very columns it has, so it needs no mapping of texts. */
export type Source = Omit<Shape, "needs" | "detect" | "also" | "columns"> & {
  /** All of them must be there. */
  readonly columns: readonly string[]
  /** Read where they are there. */
  readonly maybe?: readonly string[]
  /** What the first rows must look like beside that. */
  readonly fits?: (sample: readonly RawRow[]) => boolean
}

const texts = ["prompt", "system", "model", "completion", "chosen", "rejected"] as const
const closed = Object.fromEntries(texts.map((field) => [field, []]))

/**
 * A shape out of a source. A person who said where a text stands knows better, so the source steps
 * aside for the general shapes; ids, splits, tags and languages are guessed from what it leaves free.
 */
export function defineSource({ columns: needed, maybe = [], fits, ...rest }: Source): Shape {
  const also = [...needed, ...maybe]
  return {
    ...rest,
    needs: [],
    columns: needed,
    also,
    detect: (sample, columns, given, asked) => {
      if (texts.some((field) => (given[field]?.length ?? 0) > 0)) return undefined
      if (!needed.every((column) => columns.includes(column))) return undefined
      if (sample.length === 0 || (!asked && fits?.(sample) === false)) return undefined
      const free = columns.filter((column) => !also.includes(column))
      const guessed: Mapping = guessColumns(free, { ...closed, ...given })
      return Object.fromEntries(Object.entries(guessed).filter(([, found]) => found.length > 0))
    },
  }
}

/** A column that must be there; lists and objects in a CSV cell are read as the JSON they are. */
export function column(row: RawRow, name: string): unknown {
  const value = Object.hasOwn(row.value, name) ? row.value[name] : undefined
  if (!row.textual || typeof value !== "string" || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

export function requireRecord(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value
  throw new RowFault({ field, found: showFound(value), expected: "an object" })
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function requireList(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new RowFault({ field, found: showFound(value), expected: "a list" })
}

/** A column that holds a list of objects. */
export function requireRecords(row: RawRow, name: string): readonly Readonly<Record<string, unknown>>[] {
  return requireList(column(row, name), name).map((one, index) => requireRecord(one, `${name}[${index}]`))
}

/** A number, or the digits of one. */
export function requireNumber(value: unknown, field: string): number {
  const number = maybeNumber(value)
  if (number !== null) return number
  throw new RowFault({ field, found: showFound(value), expected: "a number" })
}

export function maybeNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  if (typeof value === "boolean") return value ? 1 : 0
  if (typeof value !== "string" || value.trim() === "") return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** An id of the source as a key to compare by; a text and a number of the same digits are the same id. */
export function keyText(value: unknown): string {
  if (value === undefined || value === null) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}
