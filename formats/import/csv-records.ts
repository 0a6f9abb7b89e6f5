/** One CSV record. `line` is where it begins: a quoted field may run over many lines. */
export type CsvRecord = { readonly line: number; readonly fields: readonly string[] }

/** The file breaks the rules of CSV so that nothing after this can be trusted. */
export class CsvFault extends Error {
  override readonly name = "CsvFault"
  constructor(
    readonly line: number,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`line ${line}: found ${found}, expected ${expected}`)
  }
}

/**
 * CSV by RFC 4180, fed in pieces: fields between delimiters, `"…"` around a field that holds a
 * delimiter, a quote (doubled) or a line end; records end with LF, CRLF or CR; blank lines are
 * skipped. Line numbers count LF, CRLF and CR, inside quotes too, which the library tried for this
 * got wrong for CRLF; tests hold this against that library.
 *
 * Example: `a,"b ""c""\nd"\n` is one record on line 1 with the fields `a` and `b "c"⏎d`.
 */
export class CsvParser {
  private rest = ""
  private fields: string[] = []
  private line = 1
  private startLine = 1

  constructor(
    private readonly delimiter: string,
    private readonly maxRecord: number,
  ) {}

  /** Records that are complete now. With `last`, what is left is the final record. */
  push(chunk: string, last: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    const text = this.rest + chunk
    let at = 0
    for (;;) {
      const end = this.readField(text, at, last)
      if (end < 0) break
      at = end
      const ending = this.ended
      if (ending === "field") continue
      this.line += ending === "end" ? 0 : 1
      const blank = this.fields.length === 1 && this.fields[0] === "" && !this.quoted
      if (!blank) records.push({ line: this.startLine, fields: this.fields })
      this.fields = []
      this.startLine = this.line
      if (ending === "end") break
    }
    this.rest = text.slice(at)
    if (this.rest.length > this.maxRecord) {
      throw new CsvFault(
        this.startLine,
        `a record of more than ${this.maxRecord} bytes`,
        "a shorter record; is a closing quote missing?",
      )
    }
    return records
  }

  private ended: "field" | "record" | "end" = "field"
  private quoted = false

  /** Reads one field from `at`, returns the index after its delimiter, or -1 to wait for more. */
  private readField(text: string, at: number, last: boolean): number {
    this.quoted = text.charCodeAt(at) === 34
    if (at >= text.length && !(last && this.fields.length > 0)) return -1
    const end = this.quoted ? this.readQuoted(text, at, last) : this.readPlain(text, at, last)
    return end < 0 ? -1 : this.readDelimiter(text, end)
  }

  private readPlain(text: string, at: number, last: boolean): number {
    let end = at
    while (end < text.length) {
      const code = text.charCodeAt(end)
      if (code === 10 || code === 13 || code === this.delimiter.charCodeAt(0)) break
      if (code === 34) {
        throw new CsvFault(
          this.line,
          'a quote " inside an unquoted field',
          'the field in quotes, with "" for a quote',
        )
      }
      end++
    }
    if (!this.hasDelimiter(text, end, last)) return -1
    this.fields.push(text.slice(at, end))
    return end
  }

  private readQuoted(text: string, at: number, last: boolean): number {
    let end = text.indexOf('"', at + 1)
    while (end >= 0 && text.charCodeAt(end + 1) === 34) end = text.indexOf('"', end + 2)
    if (end < 0) {
      if (!last) return -1
      throw new CsvFault(this.startLine, "a quoted field that never ends", 'a closing "')
    }
    // A quote at the very end of the piece may be the first of two.
    if (!this.hasDelimiter(text, end + 1, last)) return -1
    const field = text.slice(at + 1, end).replaceAll('""', '"')
    const next = text.charCodeAt(end + 1)
    if (end + 1 < text.length && next !== 10 && next !== 13 && text[end + 1] !== this.delimiter) {
      const found = JSON.stringify(text.slice(end + 1, end + 11))
      throw new CsvFault(
        this.line,
        `text after a closing quote: ${found}`,
        "a delimiter or the end of the line",
      )
    }
    this.line += countLineEnds(field)
    this.fields.push(field)
    return end + 1
  }

  /** Whether what follows a field is known; a CR at the end of a piece may belong to a CRLF. */
  private hasDelimiter(text: string, end: number, last: boolean): boolean {
    return last || (end < text.length && !(text.charCodeAt(end) === 13 && end + 1 === text.length))
  }

  private readDelimiter(text: string, end: number): number {
    if (end >= text.length) {
      this.ended = "end"
      return end
    }
    const code = text.charCodeAt(end)
    if (code !== 10 && code !== 13) {
      this.ended = "field"
      return end + 1
    }
    this.ended = "record"
    return code === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1
  }
}

function countLineEnds(field: string): number {
  if (!field.includes("\n") && !field.includes("\r")) return 0
  return field.match(/\r\n|\n|\r/g)?.length ?? 0
}
