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
  /**
   * The mapping under which the sample has this shape, or undefined. `given` holds what the person
   * said, which is never overruled.
   */
  readonly detect: (
    sample: readonly RawRow[],
    columns: readonly string[],
    given: Mapping,
  ) => Mapping | undefined
  /** Throws RowFault. */
  readonly read: (row: RawRow, mapping: Mapping) => ImportItem
}
