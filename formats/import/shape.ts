import type { ImportItem, RawRow } from "@/formats/import/item"
import type { ImportField, Mapping } from "@/formats/import/mapping"

/**
 * One way in which rows state prompts and completions. A new source format is one file with such an
 * object and one line in `shapes.ts`.
 */
export type Shape = {
  readonly name: string
  /** For people: what one row is. */
  readonly label: string
  readonly needs: readonly ImportField[]
  /** Of a published layout: the columns that must be there under these names. */
  readonly columns?: readonly string[]
  /**
   * The mapping under which the sample has this shape, or undefined. `given` holds what the person
   * said, which is never overruled. `asked`: the person named the shape, so what the values look like
   * decides nothing any more; the columns must be there still.
   */
  readonly detect: (
    sample: readonly RawRow[],
    columns: readonly string[],
    given: Mapping,
    asked: boolean,
  ) => Mapping | undefined
  /** Columns beside those of the mapping that `read` looks at. */
  readonly also?: readonly string[]
  /** One item, or several where a row holds a whole tree. Throws RowFault. */
  readonly read: (row: RawRow, mapping: Mapping) => ImportItem | readonly ImportItem[]
  /** For sources whose rows say something only together: neighbours with the same key are read as one. */
  readonly together?: {
    readonly key: (row: RawRow) => string
    readonly read: (rows: readonly RawRow[], mapping: Mapping) => readonly ImportItem[]
  }
}

/** The items of one row, however many there are. Throws RowFault. */
export function readItems(shape: Shape, row: RawRow, mapping: Mapping): readonly ImportItem[] {
  const read = shape.read(row, mapping)
  return "prompt" in read ? [read] : read
}
