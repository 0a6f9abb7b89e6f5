import type { BadField } from "@/formats/import/item"

/**
 * The file as a whole cannot be read (any further): truncated gzip, UTF-16, a CSV quote that never
 * closes. Never skipped, since nobody knows what else would be lost.
 */
export class FileFault extends Error {
  override readonly name = "FileFault"
  constructor(
    readonly line: number,
    readonly bad: BadField,
  ) {
    super(`line ${line}: found ${bad.found}, expected ${bad.expected}`)
  }
}

export function fileFault(found: string, expected: string, line = 1): FileFault {
  return new FileFault(line, { field: "file", found, expected })
}
