import type { Mapping } from "@/formats/import/mapping"
import type { ImportLimits } from "@/server/import/limits"

/**
 * Broken files and the answer each gets: the first bad row's line, field, what was found and what was
 * expected. Nothing is stored for any of them.
 */
export type Broken = {
  readonly what: string
  readonly name?: string
  readonly content: string | Uint8Array
  readonly mapping?: Mapping
  readonly line: number
  readonly field: string
  readonly found: RegExp
  readonly expected: RegExp
  /** Name in the answer, where it is not the file's own: the entry of a ZIP. */
  readonly where?: string
  readonly limits?: Partial<ImportLimits>
}
