import { isUtf8 } from "node:buffer"
import { RowFault } from "@/formats/import/item"

/** UTF-8 to text, or a RowFault that names the byte; nothing is replaced silently. */
export function decodeUtf8(bytes: Buffer, field: string): string {
  if (isUtf8(bytes)) return bytes.toString("utf8")
  const at = firstBadByte(bytes)
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, "0").toUpperCase()
  throw new RowFault({
    field,
    found: `the byte 0x${byte} at position ${at + 1}`,
    expected: "UTF-8; the text seems to be in another encoding, such as Windows-1252",
  })
}

/** Longest prefix that is UTF-8, by halving: whole prefixes and broken ones are told apart by isUtf8. */
function firstBadByte(bytes: Buffer): number {
  for (let start = 0; start < bytes.length; ) {
    const length = sequenceLength(bytes[start] ?? 0)
    if (length === 0 || !isUtf8(bytes.subarray(start, start + length))) return start
    start += length
  }
  return bytes.length - 1
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead >= 0xc2 && lead < 0xe0) return 2
  if (lead >= 0xe0 && lead < 0xf0) return 3
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0
}
