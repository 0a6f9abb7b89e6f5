import type { Messages } from "@/core/messages"
import { guessColumns, plainName } from "@/formats/import/guess-columns"
import type { ItemCompletion, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import { isMessageLike, toMessages } from "@/formats/import/messages"
import { cell, readPrompt, toItemPrompt, toModel } from "@/formats/import/row-reader"
import type { Shape } from "@/formats/import/shape"
import { showFound } from "@/formats/import/show-found"
import { optionalText } from "@/formats/import/text"

/** All completions of a prompt in one row: as a list, or as columns `response_a`, `response_b`, … */
export const wide: Shape = {
  name: "wide",
  label: "A row per prompt with all its completions",
  needs: ["prompt", "completion"],
  detect: (sample, columns, given, asked) => {
    const mapping = guessColumns(columns, given)
    if (!mapping.prompt) return undefined
    if ((given.completion?.length ?? 0) > 1) return mapping
    const column = mapping.completion?.[0]
    if (column !== undefined && sample.some(({ value }) => isListOfCompletions(value[column]))) return mapping
    if (given.completion) return asked ? mapping : undefined
    return (
      withNumberedColumns(columns, mapping, given) ?? (asked && column !== undefined ? mapping : undefined)
    )
  },
  read: (row, mapping) => {
    const columns = mapping.completion ?? []
    const first = columns.length === 1 && columns[0] !== undefined ? cell(row, columns[0]) : undefined
    const completions =
      columns.length > 1 ? fromColumns(row, columns, mapping) : fromList(first, row, mapping)
    if (completions.length === 0) {
      throw new RowFault({ field: "completion", found: "no completion", expected: "at least one" })
    }
    return { prompt: toItemPrompt(row, mapping, readPrompt(row, mapping)), completions, labels: [] }
  },
}

/** A list that is no message list, or a table from model to text. */
function isListOfCompletions(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && !value.every(isMessageLike)
  return typeof value === "object" && value !== null && !isMessageLike(value)
}

const stems = "completion|response|output|answer|generation|candidate|sample|assistant"
const numbered = new RegExp(`^(${stems})([0-9]{1,3}|[a-z])$`)

/** `response_a`, `response_b` (or `completion_1`, …) with `model_a`, `model_b` beside them. */
function withNumberedColumns(
  columns: readonly string[],
  mapping: Mapping,
  given: Mapping,
): Mapping | undefined {
  const found = columns.flatMap((column) => {
    const match = numbered.exec(plainName(column))
    return match ? [{ column, stem: match[1] ?? "", suffix: match[2] ?? "" }] : []
  })
  const stem = found[0]?.stem
  const answers = found.filter((one) => one.stem === stem)
  if (answers.length < 2) return undefined
  const models = answers.flatMap(({ stem: name, suffix }) => {
    const names = new Set([
      `model${suffix}`,
      `modelname${suffix}`,
      `${name}${suffix}model`,
      `${name}model${suffix}`,
    ])
    return columns.find((column) => names.has(plainName(column))) ?? []
  })
  const completion = answers.map((one) => one.column)
  const pairs = models.length === answers.length && !given.model
  return { ...mapping, completion, ...(pairs && { model: models }) }
}

function fromColumns(row: RawRow, columns: readonly string[], mapping: Mapping): ItemCompletion[] {
  const models = mapping.model ?? []
  return columns.flatMap((column, index) => {
    const value = cell(row, column)
    // Rows may have fewer answers than the widest one: an absent cell is no answer (an empty one is).
    if (value === undefined || value === null) return []
    const modelColumn = models.length === columns.length ? models[index] : undefined
    const model = toModel(modelColumn === undefined ? undefined : cell(row, modelColumn))
    return [{ model, messages: answer(value, column, row.textual), externalId: null }]
  })
}

function fromList(value: unknown, row: RawRow, mapping: Mapping): ItemCompletion[] {
  if (Array.isArray(value)) {
    const models = mapping.model?.[0] === undefined ? undefined : cell(row, mapping.model[0])
    return value.map((one, index) => element(one, index, Array.isArray(models) ? models[index] : undefined))
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).map(([model, text]) => ({
      model: toModel(model),
      messages: answer(text, `completion.${model}`, false),
      externalId: null,
    }))
  }
  throw new RowFault({ field: "completion", found: showFound(value), expected: "a list of completions" })
}

const textKeys = [
  "completion",
  "text",
  "response",
  "answer",
  "output",
  "content",
  "generation",
  "messages",
  "message",
]
const modelKeys = ["model", "model_name", "generator", "policy", "model_id"]

function element(value: unknown, index: number, model: unknown): ItemCompletion {
  const field = `completion[${index}]`
  if (typeof value === "string" || Array.isArray(value) || isMessageLike(value)) {
    return { model: toModel(model), messages: answer(value, field, false), externalId: null }
  }
  if (typeof value !== "object" || value === null) {
    throw new RowFault({ field, found: showFound(value), expected: "a text or {model, completion}" })
  }
  const record = value as Record<string, unknown>
  const textKey = textKeys.find((key) => Object.hasOwn(record, key))
  if (textKey === undefined) {
    throw new RowFault({ field, found: showFound(value), expected: `one of the keys ${textKeys.join(", ")}` })
  }
  const modelKey = modelKeys.find((key) => Object.hasOwn(record, key))
  return {
    model: toModel(modelKey === undefined ? model : record[modelKey]),
    messages: answer(record[textKey], `${field}.${textKey}`, false),
    externalId: optionalText(record["id"], `${field}.id`),
  }
}

function answer(value: unknown, field: string, textual: boolean): Messages {
  const messages = toMessages(value, "assistant", field, textual)
  if (messages.length === 0) throw new RowFault({ field, found: "an empty list", expected: "an answer" })
  return messages
}
