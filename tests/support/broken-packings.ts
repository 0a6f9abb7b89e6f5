import { gzipSync } from "node:zlib"
import { parquetWriteBuffer } from "hyparquet-writer"
import type { Broken } from "@/tests/support/broken-file"
import { flip } from "@/tests/support/flip"
import { jsonl } from "@/tests/support/jsonl"
import { makeZip } from "@/tests/support/make-zip"
import { zstdFile } from "@/tests/support/zstd-file"

const goodLine = jsonl({ prompt: "Name a fruit.", model: "m1", completion: "Apple." })
const zip = makeZip({ name: "rows.jsonl", content: goodLine.repeat(20) })
const zstd = zstdFile(goodLine.repeat(50))
const small = { maxRecordBytes: 10_000_000, ratioFromBytes: 1_000_000, maxRatio: 200 }

export function parquetFile(columns: Readonly<Record<string, readonly unknown[]>>): Buffer {
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data: [...data] }))
  return Buffer.from(parquetWriteBuffer({ columnData }))
}
const parquet = parquetFile({ prompt: ["p", "q"], completion: ["c", "d"] })

const inZip = (
  what: string,
  content: Buffer,
  found: RegExp,
  expected: RegExp,
  more: Partial<Broken> = {},
): Broken => ({
  what: `ZIP: ${what}`,
  name: "a.zip",
  content,
  line: 1,
  field: "file",
  found,
  expected,
  ...more,
})
const asFile = (
  what: string,
  name: string,
  content: Uint8Array,
  found: RegExp,
  expected: RegExp,
): Broken => ({
  what,
  name,
  content,
  line: 1,
  field: "file",
  found,
  expected,
})

/** ZIP, Parquet, Zstandard and what is taken for one of them. */
export const packings: readonly Broken[] = [
  inZip("cut off", zip.subarray(0, zip.length - 30), /cut off or damaged/, /whole ZIP/),
  inZip(
    "only a beginning",
    Buffer.from("PK\u0003\u0004rest of an archive"),
    /cut off or damaged/,
    /whole ZIP/,
  ),
  inZip("nothing in it", makeZip(), /nothing in it/, /at least one file/),
  inZip(
    "no file of rows",
    makeZip({ name: "README.md", content: "x" }, { name: "a.exe", content: "x" }),
    /no file of rows among 2/,
    /JSONL/,
  ),
  inZip(
    "a name that leads out of it",
    makeZip({ name: "../../etc/rows.jsonl", content: goodLine }),
    /leads out/,
    /own folder/,
  ),
  inZip(
    "a name with backslashes that leads out",
    makeZip({ name: "..\\rows.jsonl", content: goodLine }),
    /leads out/,
    /own folder/,
  ),
  inZip(
    "an absolute name",
    makeZip({ name: "/tmp/rows.jsonl", content: goodLine }),
    /leads out/,
    /own folder/,
  ),
  inZip(
    "a name with a drive",
    makeZip({ name: "C:rows.jsonl", content: goodLine }),
    /leads out/,
    /own folder/,
  ),
  inZip(
    "a link",
    makeZip({ name: "rows.jsonl", content: "/etc/passwd", mode: 0o120777 }),
    /a link/,
    /files only/,
  ),
  inZip(
    "encrypted",
    makeZip({ name: "rows.jsonl", content: goodLine, flags: 1 }),
    /encrypted/,
    /without a password/,
  ),
  inZip(
    "a method nobody knows",
    makeZip({ name: "rows.jsonl", content: goodLine, method: 99 }),
    /method 99/,
    /deflated/,
  ),
  inZip(
    "a wrong checksum",
    makeZip({ name: "rows.jsonl", content: goodLine, crc: 7 }),
    /other bytes than the ZIP states/,
    /whole ZIP/,
    { where: "a.zip/rows.jsonl" },
  ),
  inZip(
    "more bytes than it states",
    makeZip({ name: "rows.jsonl", content: goodLine, bytes: 5 }),
    /other bytes than the ZIP states/,
    /whole ZIP/,
    { where: "a.zip/rows.jsonl" },
  ),
  inZip(
    "a bomb by its own word",
    makeZip({ name: "rows.jsonl", content: "a".repeat(3_000_000) }),
    /unpacks to more than 200 times/,
    /ordinary text/,
    { limits: small },
  ),
  inZip(
    "a bomb that lies about its size",
    makeZip({ name: "rows.jsonl", content: goodLine + " ".repeat(3_000_000), bytes: 900_000 }),
    /other bytes|unpacks to more/,
    /whole ZIP|ordinary text/,
    { where: "a.zip/rows.jsonl", limits: small },
  ),
  inZip(
    "files that share their bytes",
    makeZip({ name: "a.jsonl", content: goodLine }, { name: "b.jsonl", content: goodLine, header: 0 }),
    /share their bytes/,
    /by itself/,
  ),
  inZip(
    "too many files",
    makeZip(...Array.from({ length: 12 }, (_, at) => ({ name: `${at}.jsonl`, content: goodLine }))),
    /12 files/,
    /at most 10/,
    { limits: { maxZipEntries: 10 } },
  ),
  inZip(
    "a ZIP in a ZIP",
    makeZip({ name: "inner.jsonl", content: zip, stored: true }),
    /ZIP inside/,
    /JSONL/,
    { where: "a.zip/inner.jsonl" },
  ),
  inZip(
    "a spreadsheet",
    makeZip({ name: "[Content_Types].xml", content: "<x/>" }, { name: "xl/a.xml", content: "<x/>" }),
    /spreadsheet/,
    /save the sheet as CSV/,
    { name: "a.xlsx" },
  ),
  inZip(
    "a row of one of its files",
    makeZip(
      { name: "d/one.jsonl", content: goodLine },
      { name: "d/two.jsonl", content: `${goodLine}{"prompt":1}\n` },
    ),
    /1|nothing/,
    /text/,
    { where: "a.zip/d/two.jsonl", line: 2, field: "completion" },
  ),
  inZip("damaged bytes", flip(zip, 45), /damaged ZIP|other bytes|cut off/, /whole ZIP/, {
    where: "a.zip/rows.jsonl",
  }),

  asFile(
    "Parquet: cut off",
    "a.parquet",
    parquet.subarray(0, parquet.length - 20),
    /cut off or damaged/,
    /whole Parquet/,
  ),
  asFile(
    "Parquet: only its first bytes",
    "a.parquet",
    Buffer.from("PAR1data"),
    /cut off or damaged/,
    /whole Parquet/,
  ),
  asFile(
    "Parquet: wrong first bytes",
    "a.parquet",
    Buffer.concat([Buffer.from("PARX"), parquet.subarray(4)]),
    /zero bytes|PARX|columns/,
    /UTF-8|JSONL/,
  ),
  asFile(
    "Parquet: a wrong length of its directory",
    "a.parquet",
    flip(parquet, parquet.length - 6),
    /cut off or damaged/,
    /whole Parquet/,
  ),
  {
    ...asFile("Parquet: a group too large", "a.parquet", parquet, /largest pages have/, /row_group_size/),
    limits: { maxPageBytes: 10 },
  },
  asFile("Parquet: no rows", "a.parquet", parquetFile({ prompt: [], completion: [] }), /no row/, /one row/),
  {
    what: "Parquet: a null in a row",
    name: "a.parquet",
    content: parquetFile({ prompt: ["p", "q"], completion: ["c", null] }),
    line: 2,
    field: "completion",
    found: /null/,
    expected: /text/,
  },

  asFile(
    "Zstandard: cut off",
    "a.jsonl.zst",
    zstd.subarray(0, zstd.length - 8),
    /cut off|damaged/,
    /whole Zstandard/,
  ),
  asFile(
    "Zstandard: only its first bytes",
    "a.jsonl.zst",
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2]),
    /cut off|damaged/,
    /whole Zstandard/,
  ),
  {
    ...asFile(
      "Zstandard: a bomb",
      "a.jsonl.zst",
      zstdFile(jsonl({ prompt: "p", completion: "a".repeat(3_000_000) })),
      /unpacks to more than/,
      /ordinary text/,
    ),
    limits: small,
  },
  asFile("Zstandard in a gzip", "a.jsonl.gz", gzipSync(zstd), /Zstandard file inside/, /one packing/),

  asFile("a picture", "a.jsonl", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), /picture/, /JSONL/),
  asFile("a PDF", "a.csv", Buffer.from("%PDF-1.7 x"), /PDF/, /JSONL/),
  asFile("bzip2", "a.jsonl.bz2", Buffer.from("BZh91AY&SY"), /bzip2/, /JSONL/),
  asFile("xz", "a.jsonl.xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), /xz/, /JSONL/),
  asFile("an Arrow file", "a.arrow", Buffer.from("ARROW1\0\0"), /Arrow/, /Parquet/),
  asFile("a database", "a.jsonl", Buffer.from("SQLite format 3\0"), /SQLite/, /JSONL/),
]
