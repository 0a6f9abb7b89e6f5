import { toCompletion, toPrompt } from "@/formats/import/answers"
import { guessColumns } from "@/formats/import/guess-columns"
import type { InnerRow } from "@/formats/import/inner-row"
import { readInnerRow } from "@/formats/import/inner-row"
import type { ItemLabel, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { pairLabel, rankLabels } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import {
  column,
  defineSource,
  isRecord,
  keyText,
  maybeNumber,
  requireList,
  requireRecord,
} from "@/formats/import/source"
import { optionalText } from "@/formats/import/text"

type Values = Readonly<Record<string, unknown>>

/** Tasks of Label Studio with what people said: pairs (left or right), rankings of items, ratings. */
export const labelStudio = defineSource({
  name: "label-studio",
  label: "Tasks with annotations (Label Studio)",
  columns: ["data", "annotations"],
  maybe: ["predictions", "meta", "created_at", "updated_at", "project", "inner_id"],
  fits: (sample) =>
    sample.every(({ value }) => isRecord(value["data"]) && Array.isArray(value["annotations"])),
  read: (row, mapping) => {
    const data = requireRecord(column(row, "data"), "data")
    const inner = isRecord((data["items"] as unknown[] | undefined)?.[0])
      ? listedItems(row, data)
      : { ...readInnerRow(row, data, "data"), ids: [] }
    const answered = requireList(column(row, "annotations"), "annotations").filter(isRecord)
    const kept = answered.filter((one) => one["was_cancelled"] !== true)
    const meta = toItemPrompt(row, mapping, inner.item.prompt.messages)
    const prompt = { ...inner.item.prompt, externalId: meta.externalId ?? inner.item.prompt.externalId }
    return { ...inner.item, prompt, labels: kept.flatMap((one) => labelsOf(one, inner)) }
  },
})

type Listed = InnerRow & { readonly ids: readonly string[] }

/** The ranker's data: `items`, each with an id and a text. */
function listedItems(row: RawRow, data: Values): Listed {
  const items = requireList(data["items"], "data.items").map((one, index) =>
    requireRecord(one, `data.items[${index}]`),
  )
  const found = guessColumns(Object.keys(data), {}).prompt?.[0]
  const inner: RawRow = { line: row.line, value: data, textual: false }
  const prompt = toPrompt(found === undefined ? undefined : data[found], "data.prompt")
  const completions = items.map((one, index) =>
    toCompletion(one["body"] ?? one["text"] ?? one["html"], `data.items[${index}].body`, {
      model: one["model"],
      id: one["id"],
    }),
  )
  const ids = items.map((one, index) => keyText(one["id"] ?? index))
  return { item: { prompt: toItemPrompt(inner, {}, prompt), completions, labels: [] }, columns: [], ids }
}

function labelsOf(annotation: Values, inner: Listed): ItemLabel[] {
  const by = annotation["completed_by"]
  const who = optionalText(isRecord(by) ? by["id"] : by, "completed_by")
  const labeler = who === null ? "" : `annotator ${who}`
  return requireList(annotation["result"] ?? [], "annotations.result")
    .filter(isRecord)
    .flatMap((result) => {
      const value = isRecord(result["value"]) ? result["value"] : {}
      if (result["type"] === "pairwise") return [pairwise(result, value, inner, labeler)]
      return result["type"] === "ranker" ? ranked(value, inner, labeler) : []
    })
}

function pairwise(result: Values, value: Values, inner: Listed, labeler: string): ItemLabel {
  const selected = value["selected"] ?? null
  const sides = toPair(result["to_name"], inner)
  if (selected !== "left" && selected !== "right" && selected !== null) {
    throw new RowFault({ field: "value.selected", found: showFound(selected), expected: "left or right" })
  }
  const label = pairLabel(selected === null ? 0 : selected === "left" ? -1 : 1, false, { labeler })
  return { ...label, better: sides[label.better === 0 ? 0 : 1], worse: sides[label.worse === 0 ? 0 : 1] }
}

/** `to_name` names what stood left and right; by the usual configuration those are the keys of the data. */
function toPair(names: unknown, { columns, item }: Listed): readonly [number, number] {
  const listed: unknown[] = typeof names === "string" ? names.split(",") : Array.isArray(names) ? names : []
  const [left, right] = listed.map((name) => columns.indexOf(String(name).trim()))
  if (left !== undefined && right !== undefined && left >= 0 && right >= 0) return [left, right]
  if (item.completions.length === 2) return [0, 1]
  throw new RowFault({
    field: "to_name",
    found: showFound(names),
    expected: "the keys of two answers of the data",
  })
}

/** `{ranker: {_: ["2", "1"]}}`: best first. Items left in no list are not placed. */
function ranked(value: Values, { ids }: Listed, labeler: string): ItemLabel[] {
  const lists = isRecord(value["ranker"]) ? Object.values(value["ranker"]) : []
  const order = lists.find((one): one is unknown[] => Array.isArray(one) && one.length > 0) ?? []
  const places = ids.map((id) => {
    const place = order.findIndex((one) => keyText(one) === id)
    return place < 0 ? null : maybeNumber(place)
  })
  return rankLabels(places, "lowest", { labeler })
}
