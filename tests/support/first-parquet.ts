import { ByteWriter } from "hyparquet-writer"
import { writePageHeader } from "hyparquet-writer/src/datapage.js"
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js"
import { writeMetadata } from "hyparquet-writer/src/metadata.js"
import { writePlain } from "hyparquet-writer/src/plain.js"

type Row = { readonly prompt: string; readonly tags: readonly string[] }

/**
 * Parquet with pages of the first version, as Arrow's own writer makes them: a page ends after so many values,
 * also in the midst of a list. No writer at hand does that.
 */
export function firstParquet(rows: readonly Row[], pageValues: number): Uint8Array {
  const writer = new ByteWriter()
  writer.appendBytes(new TextEncoder().encode("PAR1"))
  const prompt = writeColumn(
    writer,
    ["prompt"],
    pageValues,
    rows.map((row) => ({ text: row.prompt })),
  )
  const tags = writeColumn(
    writer,
    ["tags", "list", "element"],
    pageValues,
    rows.flatMap((row): Value[] =>
      row.tags.length === 0
        ? [{ level: 0, text: null }]
        : row.tags.map((text, at) => ({ level: at === 0 ? 0 : 1, text })),
    ),
  )
  const start = writer.offset
  const text = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" } as const
  writeMetadata(writer, {
    version: 1,
    schema: [
      { name: "root", num_children: 2 },
      { name: "prompt", ...text },
      { name: "tags", repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1 },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", ...text },
    ],
    num_rows: BigInt(rows.length),
    row_groups: [{ columns: [prompt, tags], total_byte_size: BigInt(start), num_rows: BigInt(rows.length) }],
    metadata_length: 0,
  })
  // The writer of the directory adds its length, but not the last four bytes.
  writer.appendBytes(new TextEncoder().encode("PAR1"))
  return writer.getBytes().slice()
}

type Value = { readonly level?: number; readonly text: string | null }

function writeColumn(writer: ByteWriter, path: string[], pageValues: number, values: readonly Value[]) {
  const start = writer.offset
  for (let at = 0; at < values.length; at += pageValues) {
    const part = values.slice(at, at + pageValues)
    const page = new ByteWriter()
    if (path.length > 1) {
      appendLevels(
        page,
        part.map(({ level = 0 }) => level),
      )
      appendLevels(
        page,
        part.map(({ text }) => (text === null ? 0 : 1)),
      )
    }
    const texts = part.flatMap(({ text }) => (text === null ? [] : [new TextEncoder().encode(text)]))
    writePlain(page, texts, "BYTE_ARRAY", undefined)
    writePageHeader(writer, {
      type: "DATA_PAGE",
      uncompressed_page_size: page.offset,
      compressed_page_size: page.offset,
      data_page_header: {
        num_values: part.length,
        encoding: "PLAIN",
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE",
      },
    })
    writer.appendBytes(page.getBytes())
  }
  const size = BigInt(writer.offset - start)
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: "BYTE_ARRAY" as const,
      encodings: ["PLAIN" as const],
      path_in_schema: path,
      codec: "UNCOMPRESSED" as const,
      num_values: BigInt(values.length),
      total_uncompressed_size: size,
      total_compressed_size: size,
      data_page_offset: BigInt(start),
    },
  }
}

function appendLevels(page: ByteWriter, levels: number[]): void {
  const packed = new ByteWriter()
  writeRleBitPackedHybrid(packed, levels, 1)
  page.appendUint32(packed.offset)
  page.appendBytes(packed.getBytes())
}
