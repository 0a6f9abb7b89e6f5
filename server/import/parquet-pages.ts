import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData, RowGroup } from "hyparquet"
import { parquetSchema } from "hyparquet"
import { parquetHeader } from "hyparquet/src/column.js"
import { decompressPage } from "hyparquet/src/datapage.js"
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js"
import { getMaxRepetitionLevel, getTreePath } from "hyparquet/src/schema.js"
import { fileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"

/**
 * How a row group is read in slices of rows. Few writers store where the pages of a column begin, so it is found
 * by walking from the head of one page to the next.
 */
export type GroupSlices = {
  /** Rows of the group after which a slice ends; the last is their number. */
  readonly ends: readonly number[]
  /** Where the pages lie, by the path of their column; undefined where there is but one slice. */
  readonly pages: Readonly<Record<string, PageLocation[]>> | undefined
}

/** As the reader takes it. */
type PageLocation = { offset: bigint; compressed_page_size: number; first_row_index: bigint }
type Page = { readonly at: number; length: number; readonly firstRow: number; rows: number; unpacked: number }

/** Values that one page may say it holds: each takes some bytes in memory, however short it is packed. */
const MOST_VALUES = 10_000_000
/** A slice has at least so many rows, where its bytes are few. */
const SLICE_ROWS = 32_768
const HEAD_BYTES = 16 * 1024

/**
 * Cuts a row group where `limits.sliceBytes` are reached. A page that lies across a cut is unpacked for both
 * sides, so a slice is at least as large as the largest pages of all columns together: each byte is unpacked
 * twice at most, and that sum, which is in memory at a time, has a limit of its own. Throws FileFault.
 */
export async function sliceGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  index: number,
  compressors: Compressors,
  limits: ImportLimits,
): Promise<GroupSlices> {
  const group = metadata.row_groups[index]
  if (!group) throw new Error("no such row group")
  const rows = Number(group.num_rows)
  const whole = Number(group.total_byte_size) <= limits.sliceBytes && rows <= SLICE_ROWS
  const columns = new Map<string, Page[]>()
  for (const meta of columnsOf(group)) {
    const pages = await walkPages(file, metadata, meta, compressors, { rows, count: !whole, limits, index })
    columns.set(meta.path_in_schema.join("."), pages)
  }
  const all = [...columns.values()]
  const largest = all.reduce((sum, pages) => sum + largestOf(pages, ({ unpacked }) => unpacked), 0)
  if (largest > limits.maxPageBytes) throw pagesTooLarge(largest, index, limits)
  const ends = whole ? [rows] : toEnds(all, rows, Math.max(limits.sliceBytes, largest))
  return {
    ends,
    pages:
      ends.length === 1
        ? undefined
        : Object.fromEntries([...columns].map(([path, pages]) => [path, pages.map(toLocation)])),
  }
}

function columnsOf({ columns }: RowGroup): ColumnMetaData[] {
  return columns.map(({ meta_data: meta }) => {
    if (!meta) throw new Error("a column without its place")
    return meta
  })
}

/** All data pages of a column; with `count` the rows of each, where a page that begins within a row joins the one before. */
async function walkPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  meta: ColumnMetaData,
  compressors: Compressors,
  how: {
    readonly rows: number
    readonly count: boolean
    readonly limits: ImportLimits
    readonly index: number
  },
): Promise<Page[]> {
  const levels = getMaxRepetitionLevel(getTreePath(parquetSchema(metadata), meta.path_in_schema))
  let at = Number(meta.dictionary_page_offset || meta.data_page_offset)
  const end = at + Number(meta.total_compressed_size)
  const pages: Page[] = []
  let row = 0
  while (at < end - 1) {
    const { header, length } = await readHead(file, at, end)
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header
    const next = at + length + packed
    if (!(packed >= 0 && unpacked >= 0 && next <= end)) throw new Error("a page that leaves its column")
    if (unpacked > how.limits.maxPageBytes) throw pagesTooLarge(unpacked, how.index, how.limits)
    const [one, two] = [header.data_page_header, header.data_page_header_v2]
    const values = one?.num_values ?? two?.num_values ?? 0
    if (!(values >= 0 && values <= MOST_VALUES)) throw tooManyValues(values, how.index)
    if (one ?? two) {
      let [rows, isContinued] = [two?.num_rows ?? values, false]
      if (one && levels > 0 && how.count) {
        const bytes = new Uint8Array(await file.slice(at + length, next))
        const page = decompressPage(bytes, unpacked, meta.codec, compressors)
        const found = readRepetition(page, values, levels)
        rows = found.reduce((sum, level) => sum + (level === 0 ? 1 : 0), 0)
        isContinued = (found[0] ?? 0) > 0
      }
      const last = pages.at(-1)
      if (!isContinued) {
        pages.push({ at, length: next - at, firstRow: row, rows, unpacked })
      } else if (last) {
        last.length = next - last.at
        last.rows += rows
        last.unpacked += unpacked
      } else throw new Error("a column that begins within a row")
      row += rows
    }
    at = next
  }
  if (how.count && row !== how.rows) throw new Error(`${row} values in a column of ${how.rows} rows`)
  return pages
}

/** Statistics in a head may be long texts. */
async function readHead(file: AsyncBuffer, at: number, end: number) {
  for (let size = HEAD_BYTES; ; size *= 16) {
    const most = Math.min(size, end - at)
    const reader = { view: new DataView(await file.slice(at, at + most)), offset: 0 }
    try {
      const header = parquetHeader(reader)
      return { header, length: reader.offset }
    } catch (error) {
      if (!(error instanceof RangeError) || most === end - at || size > 1024 * HEAD_BYTES) throw error
    }
  }
}

function readRepetition(page: Uint8Array, values: number, most: number): Uint8Array {
  const levels = new Uint8Array(values)
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength)
  if (values > 0) readRleBitPackedHybrid({ view, offset: 0 }, 32 - Math.clz32(most), levels)
  return levels
}

/** Cuts lie where a page of any column begins, or between, where a page holds very many rows. */
function toEnds(columns: readonly (readonly Page[])[], rows: number, sliceBytes: number): number[] {
  const sliceRows = Math.max(SLICE_ROWS, Math.floor(largestOf(columns.flat(), (page) => page.rows) / 8))
  const starts = [...new Set(columns.flatMap((pages) => pages.map(({ firstRow }) => firstRow)))]
  const bytesUpTo = columns.map(toCounter)
  const upTo = (row: number) => bytesUpTo.reduce((sum, count) => sum + count(row), 0)
  const ends: number[] = []
  let [last, before] = [0, 0]
  for (const row of starts.sort((a, b) => a - b)) {
    for (; row - last > sliceRows; ends.push(last)) {
      last += sliceRows
      before = upTo(last)
    }
    const bytes = upTo(row)
    if (row === 0 || bytes - before < sliceBytes) continue
    ends.push(row)
    last = row
    before = bytes
  }
  for (; rows - last > sliceRows; ends.push(last)) last += sliceRows
  if (ends.at(-1) !== rows) ends.push(rows)
  return ends
}

/** Unpacked bytes before a row, its page's taken as spread evenly; to be asked for rising rows. */
function toCounter(pages: readonly Page[]): (row: number) => number {
  let [at, passed] = [0, 0]
  return (row) => {
    let page = pages[at]
    for (; page && page.firstRow + page.rows <= row; page = pages[++at]) passed += page.unpacked
    return page && row > page.firstRow ? passed + (page.unpacked * (row - page.firstRow)) / page.rows : passed
  }
}

function toLocation({ at, length, firstRow }: Page): PageLocation {
  return { offset: BigInt(at), compressed_page_size: length, first_row_index: BigInt(firstRow) }
}

function largestOf(pages: readonly Page[], figure: (page: Page) => number): number {
  return pages.reduce((max, page) => Math.max(max, figure(page)), 0)
}

const rewrite = "write the file again with smaller ones, for instance to_parquet(…, row_group_size=10000)"

function pagesTooLarge(bytes: number, index: number, { maxPageBytes }: ImportLimits) {
  return fileFault(
    `a row group (number ${index + 1}) whose largest pages have ${bytes.toLocaleString("en")} bytes together`,
    `row groups whose pages have at most ${maxPageBytes.toLocaleString("en")} bytes; ${rewrite}`,
  )
}

function tooManyValues(values: number, index: number) {
  return fileFault(
    `a page of ${values.toLocaleString("en")} values in a row group (number ${index + 1})`,
    `pages of at most ${MOST_VALUES.toLocaleString("en")} values; ${rewrite}`,
  )
}
