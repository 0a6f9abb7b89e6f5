import type { SchemaElement } from "hyparquet"
import { ByteWriter, ParquetWriter } from "hyparquet-writer"
import type { Column, ColumnType, Row, Value } from "@/formats/columns"

/** Rows of about so many characters of JSON make a row group; that is what lies in memory. */
const GROUP_CHARS = 8 * 1024 * 1024

/** Every column has the type that the format names for it, whatever the first rows hold. */
export async function* packParquet(
  lines: AsyncIterable<string>,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({ writer: bytes, schema: toSchema(columns), createdBy: "diptych" })
  let rows: Row[] = []
  let chars = 0
  const writeGroup = async () => {
    const columnData = columns.map(({ name, type }) => ({
      name,
      data: rows.map((row) => toStored(row[name] ?? null, type)),
    }))
    await writer.write({ columnData, rowGroupSize: rows.length })
    rows = []
    chars = 0
    return takeBytes(bytes)
  }
  for await (const line of lines) {
    rows.push(JSON.parse(line) as Row)
    chars += line.length
    if (chars >= GROUP_CHARS) yield await writeGroup()
  }
  if (rows.length > 0) yield await writeGroup()
  await writer.finish()
  yield takeBytes(bytes)
}

/** What was written so far leaves memory; offsets go on counting. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice()
  writer.index = 0
  return bytes
}

function toSchema(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: "root", num_children: columns.length },
    ...columns.flatMap(({ name, type, optional }) => toElements(name, type, optional === true)),
  ]
}

function toElements(name: string, type: ColumnType, optional: boolean): SchemaElement[] {
  const nullable = optional || ("nullable" in type && (type.nullable ?? false))
  const repetition_type = nullable ? ("OPTIONAL" as const) : ("REQUIRED" as const)
  switch (type.kind) {
    case "string":
    case "time":
      return [
        {
          name,
          type: "BYTE_ARRAY",
          converted_type: "UTF8",
          logical_type: { type: "STRING" },
          repetition_type,
        },
      ]
    case "int64":
      return [{ name, type: "INT64", repetition_type }]
    case "float64":
      return [{ name, type: "DOUBLE", repetition_type }]
    case "bool":
      return [{ name, type: "BOOLEAN", repetition_type }]
    case "list":
      return [
        { name, converted_type: "LIST", logical_type: { type: "LIST" }, num_children: 1, repetition_type },
        { name: "list", num_children: 1, repetition_type: "REPEATED" },
        ...toElements("element", type.of, false),
      ]
    case "struct":
      return [
        { name, num_children: type.fields.length, repetition_type },
        ...type.fields.flatMap((field) => toElements(field.name, field.type, field.optional === true)),
      ]
  }
}

/** 64-bit integers are bigints there, and an optional key is a null. */
function toStored(value: Value, type: ColumnType): unknown {
  if (value === null) return null
  if (type.kind === "int64") return BigInt(value as number)
  if (type.kind === "list") return (value as readonly Value[]).map((entry) => toStored(entry, type.of))
  if (type.kind !== "struct") return value
  const row = value as Row
  return Object.fromEntries(
    type.fields.map((field) => [field.name, toStored(row[field.name] ?? null, field.type)]),
  )
}
