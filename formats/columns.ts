/**
 * What a data file's rows look like, as data: the same description writes the rows, checks them and
 * becomes `dataset_info.features` in the data card, so the three cannot disagree.
 *
 * `nullable` and lists that may be empty are only for formats that are read through their data card:
 * a column that holds nothing in the first 10 MB of a file breaks readers that guess types
 * (formats guide 1.1, rule 3).
 */
export type Column = {
  readonly name: string
  readonly type: ColumnType
  /** The key is left out of a row that has no value; only for services that read line by line. */
  readonly optional?: boolean
  /** One sentence for the data card. */
  readonly about?: string
}

export type ColumnType =
  | { readonly kind: "string"; readonly nullable?: boolean }
  /** UTC with milliseconds, `2026-08-01T10:00:00.123Z`; without them readers turn it into another type. */
  | { readonly kind: "time"; readonly nullable?: boolean }
  | { readonly kind: "int64"; readonly nullable?: boolean }
  | { readonly kind: "float64"; readonly nullable?: boolean }
  | { readonly kind: "bool" }
  | { readonly kind: "list"; readonly of: ColumnType; readonly mayBeEmpty?: boolean }
  | { readonly kind: "struct"; readonly fields: readonly Column[] }

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }
export type Row = { readonly [name: string]: Value }

export const text = { kind: "string" } as const
export const time = { kind: "time" } as const
export const int = { kind: "int64" } as const
export const float = { kind: "float64" } as const
export const bool = { kind: "bool" } as const
export const maybeText = { kind: "string", nullable: true } as const
export const maybeTime = { kind: "time", nullable: true } as const
export const maybeInt = { kind: "int64", nullable: true } as const
export const maybeFloat = { kind: "float64", nullable: true } as const
/** A list that is never empty. */
export function listOf(of: ColumnType): ColumnType {
  return { kind: "list", of }
}
export function maybeListOf(of: ColumnType): ColumnType {
  return { kind: "list", of, mayBeEmpty: true }
}
export function struct(fields: readonly Column[]): ColumnType {
  return { kind: "struct", fields }
}
/** One message. */
export const turn: ColumnType = struct([
  { name: "role", type: text },
  { name: "content", type: text },
])
/** A conversation: never empty, content always a string. */
export const chat: ColumnType = listOf(turn)
