import type { BadField } from "@/formats/import/item"

/** A refused row, named so that it can be mended. */
export type BadRow = BadField & { readonly file: string; readonly line: number }

/** Bad rows listed in a result; all of them are counted, and stored where they were skipped. */
export const listedBadRows = 10_000

/** Counts bad rows and keeps the first of them. */
export class BadRows {
  readonly listed: BadRow[] = []
  count = 0

  add(file: string, line: number, bad: BadField): void {
    this.count += 1
    if (this.listed.length < listedBadRows) this.listed.push({ file, line, ...bad })
  }
}

/** `data.jsonl line 3: completion: found null, expected a text`. */
export function badRowText(bad: BadRow): string {
  return `${bad.file} line ${bad.line}: ${bad.field}: found ${bad.found}, expected ${bad.expected}`
}
