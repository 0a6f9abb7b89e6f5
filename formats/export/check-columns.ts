import type { Column, ColumnType } from "@/formats/columns"

/** Names that trainers give a meaning of their own (formats guide 1.1, rule 7). */
const reserved = new Set([
  "prompt",
  "chosen",
  "rejected",
  "completion",
  "messages",
  "label",
  "images",
  "image",
  "tools",
  "chat_template_kwargs",
  "margin",
])
const reservedEnds = ["_input_ids", "_attention_mask", "_labels", "_pixel_values", "_logps"]

/**
 * Checks a format's columns, once, before any row: returns what is wrong, or nothing.
 * `meant` are the reserved names that the format uses in their own meaning.
 */
export function columnProblems(
  columns: readonly Column[],
  options: { readonly meant: readonly string[]; readonly needsCard: boolean },
): string[] {
  const problems: string[] = []
  for (const { name, type, optional } of columns) {
    if (!options.needsCard && optional === true) {
      problems.push(`column ${name}: is missing from some rows, which breaks readers that guess types`)
    }
    if (reserved.has(name) && !options.meant.includes(name)) {
      problems.push(`column ${name}: trainers read this name as something else; choose another`)
    }
    const end = reservedEnds.find((suffix) => name.endsWith(suffix))
    if (end !== undefined) {
      problems.push(`column ${name}: some trainers turn every column ending in ${end} into numbers`)
    }
    if (!options.needsCard && mayBeNothing(type)) {
      problems.push(`column ${name}: may be null or an empty list, which breaks readers that guess types`)
    }
  }
  return problems
}

function mayBeNothing(type: ColumnType): boolean {
  if (type.kind === "list") return type.mayBeEmpty === true || mayBeNothing(type.of)
  if (type.kind === "struct") return type.fields.some((field) => mayBeNothing(field.type))
  return type.kind !== "bool" && type.nullable === true
}
