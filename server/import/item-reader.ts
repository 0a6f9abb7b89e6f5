import type { BadField, ImportItem, RawRow, Split } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { keepColumns } from "@/formats/import/keep-columns"
import type { Mapping } from "@/formats/import/mapping"
import type { Shape } from "@/formats/import/shape"
import { readItems } from "@/formats/import/shape"
import type { RawRecord } from "@/server/import/raw-record"

/** Rows of one key that are held at once; real trees and groups have a few hundred at most. */
const mostTogether = 10_000

/** A row (or neighbouring rows that belong together), understood or refused. */
export type ReadRow =
  | { readonly line: number; readonly items: readonly ImportItem[]; readonly bad?: undefined }
  | { readonly line: number; readonly bad: BadField }

/** Turns the rows of one file into items, one after another, holding no more than the rows of one group. */
export class ItemReader {
  private held: { readonly key: string; readonly rows: RawRow[] } | undefined

  constructor(
    private readonly shape: Shape,
    private readonly mapping: Mapping,
    /** Split of rows that name none: what the file is called, or what its folder says. */
    private readonly split: Split | null = null,
    /** Columns that mean something; all others of a row are kept with its completions. Null = they are left out. */
    private readonly taken: ReadonlySet<string> | null = null,
  ) {}

  push(record: RawRecord): ReadRow[] {
    if (record.bad) return [...this.end(), { line: record.line, bad: record.bad }]
    const { row } = record
    const { together } = this.shape
    if (!together)
      return [this.read(row.line, () => this.withColumns(row, readItems(this.shape, row, this.mapping)))]
    const key = together.key(row)
    const done = this.held && this.held.key !== key ? this.end() : []
    this.held ??= { key, rows: [] }
    if (this.held.rows.length < mostTogether) {
      this.held.rows.push(row)
      return done
    }
    const expected = `at most ${mostTogether} rows that belong together`
    return [...done, { line: row.line, bad: { field: "row", found: "one more of them", expected } }]
  }

  /** The rows that waited for more of their kind. */
  end(): ReadRow[] {
    const { held } = this
    const { together } = this.shape
    this.held = undefined
    const [first] = held?.rows ?? []
    if (!held || !first || !together) return []
    return [this.read(first.line, () => together.read(held.rows, this.mapping))]
  }

  private read(line: number, read: () => readonly ImportItem[]): ReadRow {
    try {
      return { line, items: read().map((item) => this.withSplit(item)) }
    } catch (error) {
      if (error instanceof RowFault) return { line, bad: error.bad }
      throw error
    }
  }

  private withColumns(row: RawRow, items: readonly ImportItem[]): readonly ImportItem[] {
    return this.taken === null ? items : items.map((item) => keepColumns(row, item, this.taken ?? new Set()))
  }

  private withSplit(item: ImportItem): ImportItem {
    if (this.split === null || item.prompt.split !== null) return item
    return { ...item, prompt: { ...item.prompt, split: this.split } }
  }
}
