import type { Column, ColumnType } from "@/formats/columns"

/**
 * Columns as `dataset_info.features` of a Hub data card. With them a reader of the folder knows every
 * type before it sees the first row.
 *
 * Example: `featureLines([{ name: "n", type: int }], "  ")` is `["  - name: n", "    dtype: int64"]`.
 */
export function featureLines(columns: readonly Column[], indent: string): string[] {
  return columns.flatMap((column) => [
    `${indent}- name: ${column.name}`,
    ...typeLines(column.type, `${indent}  `),
  ])
}

function typeLines(type: ColumnType, indent: string): string[] {
  if (type.kind === "list") {
    const { of } = type
    if (of.kind === "struct") return [`${indent}list:`, ...featureLines(of.fields, indent)]
    if (of.kind === "list") return [`${indent}list:`, ...typeLines(of, `${indent}  `)]
    return [`${indent}list: ${dtypeOf(of)}`]
  }
  if (type.kind === "struct") return [`${indent}struct:`, ...featureLines(type.fields, indent)]
  return [`${indent}dtype: ${dtypeOf(type)}`]
}

function dtypeOf(type: ColumnType): string {
  return type.kind === "time" ? "string" : type.kind
}
