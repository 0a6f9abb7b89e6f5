import type { Message, Messages } from "@/core/messages"
import { isEmptyAnswer } from "@/core/same-text"
import type { ItemPrompt, RawRow, Split } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import type { ImportField, Mapping } from "@/formats/import/mapping"
import { columnOf } from "@/formats/import/mapping"
import { toMessages } from "@/formats/import/messages"
import { showFound } from "@/formats/import/show-found"
import { optionalText, optionalTexts, requireText } from "@/formats/import/text"

export const unknownModel = "unknown"

/** The value of the first column mapped to a field. */
export function valueOf(row: RawRow, mapping: Mapping, field: ImportField): unknown {
  const column = columnOf(mapping, field)
  return column === undefined ? undefined : cell(row, column)
}

export function cell(row: RawRow, column: string): unknown {
  return Object.hasOwn(row.value, column) ? row.value[column] : undefined
}

/** Everything about the prompt, given its messages. */
export function toItemPrompt(row: RawRow, mapping: Mapping, messages: Messages): ItemPrompt {
  if (messages.length === 0 || isEmptyAnswer(messages)) {
    throw new RowFault({
      field: "prompt",
      found: "an empty prompt",
      expected: "at least one message with text",
    })
  }
  const optional = (field: ImportField) => optionalText(valueOf(row, mapping, field), field)
  return {
    messages: withSystem(messages, optionalSystem(row, mapping)),
    externalId: optional("id"),
    split: toSplit(optional("split")),
    language: optional("language"),
    tags: optionalTexts(valueOf(row, mapping, "tag"), "tag"),
    references: toReferences(valueOf(row, mapping, "reference")),
    conversationId: optional("conversation"),
    sourceUser: optional("user"),
    useCase: optional("useCase"),
  }
}

/** The prompt out of its column or columns. */
export function readPrompt(row: RawRow, mapping: Mapping): Messages {
  const columns = mapping.prompt ?? []
  if (columns.length <= 1) {
    const value = columns[0] === undefined ? undefined : cell(row, columns[0])
    return toMessages(value, "user", "prompt", row.textual)
  }
  const texts = columns.map((column) => requireText(cell(row, column), column))
  return [{ role: "user", content: texts.filter((text) => text.trim() !== "").join("\n\n") }]
}

export function toModel(value: unknown): string {
  return optionalText(value, "model") ?? unknownModel
}

function optionalSystem(row: RawRow, mapping: Mapping): string | null {
  const value = valueOf(row, mapping, "system")
  if (value === undefined || value === null) return null
  const text = requireText(value, "system")
  return text.trim() === "" ? null : text
}

function withSystem(messages: Messages, system: string | null): Messages {
  if (system === null || messages[0]?.role === "system") return messages
  const message: Message = { role: "system", content: system }
  return [message, ...messages]
}

const splitNames: Readonly<Record<string, Split>> = {
  train: "train",
  training: "train",
  validation: "validation",
  valid: "validation",
  val: "validation",
  dev: "validation",
  eval: "validation",
  test: "test",
}

/** The split that a word stands for. Some sources number their validation sets: valid1, valid2. */
export function findSplit(name: string): Split | null {
  const known = name.toLowerCase().replace(/\d+$/, "")
  return (Object.hasOwn(splitNames, known) ? splitNames[known] : undefined) ?? null
}

function toSplit(name: string | null): Split | null {
  if (name === null) return null
  const split = findSplit(name)
  if (split) return split
  throw new RowFault({ field: "split", found: showFound(name), expected: "train, validation or test" })
}

function toReferences(value: unknown): string[] {
  if (value === undefined || value === null) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.map((one) => requireText(one, "reference")).filter((text) => text.trim() !== "")
}
