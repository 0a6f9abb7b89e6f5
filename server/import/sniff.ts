import { extname } from "node:path"
import { fileFault } from "@/server/import/file-fault"

export type Container = "jsonl" | "json" | "csv" | "tsv" | "parquet"

const readable = "JSONL, JSON, CSV or Parquet, plain, as .gz, .zst or in a ZIP"

/** Files people take for something this can read, by their first bytes. */
const strangers: readonly (readonly [magic: readonly number[], found: string, expected: string])[] = [
  [[0xff, 0xfe], "UTF-16 (little endian)", "UTF-8; save the file again as UTF-8"],
  [[0xfe, 0xff], "UTF-16 (big endian)", "UTF-8; save the file again as UTF-8"],
  [[0x50, 0x4b, 0x03, 0x04], "a ZIP inside another file", readable],
  [[0x28, 0xb5, 0x2f, 0xfd], "a Zstandard file inside another", "one packing around the text"],
  [[0x1f, 0x8b], "a gzip inside a gzip", "one gzip around the text"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF", readable],
  [[0x89, 0x50, 0x4e, 0x47], "a picture", readable],
  [[0xff, 0xd8, 0xff], "a picture", readable],
  [[0x42, 0x5a, 0x68], "a bzip2 file", readable],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "an xz file", readable],
  [[0x37, 0x7a, 0xbc, 0xaf], "a 7z archive", readable],
  [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], "an Arrow file", readable],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], "an SQLite database", readable],
]

/**
 * What a file holds, by its first bytes (after gunzip and byte order mark) and, between CSV and TSV,
 * by its name. Throws FileFault for what is none of them.
 */
export function sniffContainer(head: Buffer, name: string): Container {
  for (const [magic, found, expected] of strangers) {
    if (magic.every((byte, index) => head[index] === byte)) throw fileFault(found, expected)
  }
  if (head.subarray(0, 4).toString("latin1") === "PAR1") return "parquet"
  const zeros = countZeros(head.subarray(0, 4096))
  if (zeros > 0.2 * Math.min(head.length, 4096)) {
    throw fileFault("UTF-16 or another encoding with zero bytes", "UTF-8; save the file again as UTF-8")
  }
  const text = head.toString("latin1").trimStart()
  if (text === "") throw fileFault("an empty file", "at least one row")
  const kind = extname(name.toLowerCase().replace(/\.(gz|zst)$/, ""))
  if (text.startsWith("[") && kind !== ".csv" && kind !== ".tsv") return "json"
  if (text.startsWith("{") && kind !== ".csv" && kind !== ".tsv") return "jsonl"
  if (kind === ".jsonl" || kind === ".ndjson" || kind === ".json") return "jsonl"
  if (kind === ".tsv" || kind === ".tab") return "tsv"
  const line = text.split(/[\r\n]/, 1)[0] ?? ""
  return kind !== ".csv" && line.split("\t").length > line.split(",").length ? "tsv" : "csv"
}

function countZeros(bytes: Buffer): number {
  let zeros = 0
  for (const byte of bytes) if (byte === 0) zeros++
  return zeros
}
