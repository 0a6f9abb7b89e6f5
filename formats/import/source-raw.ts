import { hashMessages, sha256Hex } from "@/core/same-text"
import { taskSetHash } from "@/core/task-hash"
import type { Row } from "@/formats/columns"
import { RAW_SCHEMA_VERSION, writeRawRow } from "@/formats/export/raw-annotations"
import { toPrompt } from "@/formats/import/answers"
import type { ImportItem, ItemCompletion, ItemLabel, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { toMessages } from "@/formats/import/messages"
import { findSplit, toItemPrompt } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import { defineSource, isRecord, requireList, requireRecord } from "@/formats/import/source"
import { checkText, optionalText, optionalTexts, requireText } from "@/formats/import/text"
import { RowError } from "@/formats/row-writer"

type Values = Readonly<Record<string, unknown>>

/**
 * Our own `raw_annotations`: the task with its texts, and everything that people did with it. A line must
 * be whole (its hash says so) and hold the very texts that were judged: masked and held-back ones are not
 * in the file, so their lines are refused by name.
 */
export const rawAnnotationLines = defineSource({
  name: "raw_annotations",
  label: "Raw annotations of an export, with all that people did",
  columns: ["schema_version", "task_id", "prompt_hash", "annotations", "record_hash"],
  maybe: [
    ...["split", "kind", "k", "round", "double_judged", "prompt", "prompt_external_id", "conversation_id"],
    ...["source_user", "use_case", "language", "tags", "references", "completions", "protocols", "skips"],
    ...["adjudications", "exclusions", "imported_preferences"],
  ],
  read: (row) => {
    if (row.textual) {
      throw new RowFault({
        field: "row",
        found: "a table",
        expected: "JSONL or Parquet, which tell a null from an empty text",
      })
    }
    checkWhole(row.value)
    const texts = requireList(row.value["completions"], "completions").map(toText)
    const prompt = promptOf(row)
    checkHash("prompt_hash", row.value["prompt_hash"], hashMessages(prompt.messages))
    const kind = requireText(row.value["kind"], "kind")
    const hashes = texts.map(({ hash }) => hash)
    if (kind !== "LABEL") {
      checkHash("task_id", row.value["task_id"], taskSetHash(hashMessages(prompt.messages), kind, hashes))
    }
    const places = placesOf(texts)
    const item: ImportItem = {
      prompt,
      completions: texts.flatMap(({ completions }) => completions),
      labels: requireList(row.value["imported_preferences"], "imported_preferences").flatMap((one, index) =>
        toLabel(requireRecord(one, `imported_preferences[${index}]`), places),
      ),
    }
    return kind === "LABEL" ? item : { ...item, history: row.value }
  },
})

function checkWhole(value: Values): void {
  if (value["schema_version"] !== RAW_SCHEMA_VERSION) {
    throw new RowFault({
      field: "schema_version",
      found: showFound(value["schema_version"]),
      expected: `"${RAW_SCHEMA_VERSION}"`,
    })
  }
  const { record_hash: stated, ...rest } = value
  let line: string
  try {
    line = writeRawRow(rest as Row)
  } catch (error) {
    if (!(error instanceof RowError)) throw error
    throw new RowFault({
      field: "row",
      found: error.message,
      expected: "a line of raw_annotations as it was written",
    })
  }
  checkHash("record_hash", stated, sha256Hex(line))
}

function checkHash(field: string, stated: unknown, made: string): void {
  if (stated === made) return
  throw new RowFault({
    field,
    found: showFound(stated),
    expected: `"${made}", the hash of what the line holds`,
  })
}

function promptOf(row: RawRow): ImportItem["prompt"] {
  const { value } = row
  const text = (name: string) => optionalText(value[name], name)
  return {
    ...toItemPrompt(row, {}, toPrompt(value["prompt"])),
    externalId: text("prompt_external_id"),
    conversationId: text("conversation_id"),
    sourceUser: text("source_user"),
    useCase: text("use_case"),
    language: text("language"),
    split: findSplit(text("split") ?? ""),
    tags: optionalTexts(value["tags"], "tags"),
    references: requireList(value["references"], "references").map((one) => requireText(one, "references")),
  }
}

type Text = { readonly hash: string; readonly completions: readonly ItemCompletion[] }

function toText(value: unknown, position: number): Text {
  const field = `completions[${position}]`
  const text = requireRecord(value, field)
  if (text["held_back"] === true) {
    throw new RowFault({
      field,
      found: "a text that was held back",
      expected: "the text; take back that it is held, and export again",
    })
  }
  const messages = toMessages(text["messages"], "assistant", `${field}.messages`, false)
  const hash = hashMessages(messages)
  checkHash(`${field}.content_hash`, text["content_hash"], hash)
  const sources = requireList(text["sources"], `${field}.sources`).map((one) =>
    requireRecord(one, `${field}.sources`),
  )
  return {
    hash,
    completions: sources.map((source) => ({
      model: requireText(source["model"], `${field}.sources.model`),
      messages,
      externalId: optionalText(source["external_id"], `${field}.sources.external_id`),
      params: paramsOf(source["params_json"], `${field}.sources.params_json`),
      logProbSum: typeof source["log_prob_sum"] === "number" ? source["log_prob_sum"] : null,
      tokenCount: typeof source["token_count"] === "number" ? source["token_count"] : null,
    })),
  }
}

function paramsOf(value: unknown, field: string): Values | null {
  if (value === null || value === undefined) return null
  try {
    const params: unknown = JSON.parse(checkText(requireText(value, field), field))
    if (isRecord(params)) return params
  } catch (error) {
    if (error instanceof RowFault) throw error
  }
  throw new RowFault({ field, found: showFound(value), expected: "the JSON of an object" })
}

/** Index of the first and of the last completion of each position: two models may have given one text. */
function placesOf(texts: readonly Text[]): { readonly first: number; readonly last: number }[] {
  let at = 0
  return texts.map(({ completions }) => {
    const first = at
    at += completions.length
    return { first, last: at - 1 }
  })
}

function toLabel(value: Values, places: ReturnType<typeof placesOf>): ItemLabel[] {
  const a = places[Number(value["position_a"])]
  const b = places[Number(value["position_b"])]
  const preference = value["preference"]
  if (!a || !b || (preference !== "A" && preference !== "B" && preference !== "TIE")) {
    throw new RowFault({
      field: "imported_preferences",
      found: showFound(value),
      expected: "a preference of two texts",
    })
  }
  const [first, second] = [a.first, a === b ? b.last : b.first]
  const level = value["level"]
  return [
    {
      better: preference === "B" ? second : first,
      worse: preference === "B" ? first : second,
      tie: preference === "TIE",
      bothBad: value["both_bad"] === true,
      level: typeof level === "number" ? level : null,
      labeler: requireText(value["labeler"], "labeler"),
      criterion: requireText(value["criterion"], "criterion"),
    },
  ]
}
