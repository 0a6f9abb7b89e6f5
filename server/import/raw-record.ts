import type { BadField, RawRow } from "@/formats/import/item"

/** A row in its own columns, or why there is none; either way it counts as a row of the file. */
export type RawRecord =
  | { readonly row: RawRow; readonly bad?: undefined; readonly line: number }
  | { readonly bad: BadField; readonly row?: undefined; readonly line: number }

export function tooLong(line: number, limit: number): RawRecord {
  return {
    line,
    bad: {
      field: "row",
      found: `a record of more than ${limit.toLocaleString("en")} bytes`,
      expected: "a shorter one",
    },
  }
}
