import { plainName } from "@/formats/import/guess-columns"
import type { InnerRow } from "@/formats/import/inner-row"
import { readInnerRow } from "@/formats/import/inner-row"
import type { ItemLabel, RawRow } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import { pairLabel, rankLabels } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import type { Shape } from "@/formats/import/shape"
import { column, defineSource, isRecord, maybeNumber, requireRecord } from "@/formats/import/source"
import { optionalText } from "@/formats/import/text"

type Answer = { readonly value: unknown; readonly user: string; readonly status: unknown }

/** Records of Argilla: `fields` with the texts, `responses` with each question's answers. */
export const argillaRecords = defineSource({
  name: "argilla",
  label: "Records with responses (Argilla)",
  columns: ["fields", "responses"],
  maybe: ["suggestions", "metadata", "vectors", "status", "_server_id"],
  fits: (sample) => sample.every(({ value }) => isRecord(value["fields"])),
  read: (row, mapping) => {
    const inner = readInnerRow(row, requireRecord(column(row, "fields"), "fields"), "fields")
    const responses = column(row, "responses")
    const questions = isRecord(responses) ? Object.entries(responses) : []
    return withLabels(
      row,
      mapping,
      inner,
      questions.flatMap(([name, answers]) => labelsOf(name, nested(answers), inner)),
    )
  },
})

/** The same as flat columns: `preference.responses`, `….responses.users`, `….responses.status`. */
export const argillaFlat: Shape = {
  ...defineSource({
    name: "argilla-flat",
    label: "Records with responses in columns (Argilla)",
    columns: [],
    read: (row, mapping) => {
      const texts = Object.entries(row.value).filter(([name]) => !name.includes("."))
      const inner = readInnerRow(row, Object.fromEntries(texts), "row")
      const labels = answerColumns(Object.keys(row.value)).flatMap((name) =>
        labelsOf(name.slice(0, -".responses".length), flat(row, name), inner),
      )
      return withLabels(row, mapping, inner, labels)
    },
  }),
  detect: (sample, columns, given) => {
    if (answerColumns(columns).length === 0 || sample.length === 0) return undefined
    return given.prompt || given.completion || given.chosen ? undefined : {}
  },
}

function answerColumns(columns: readonly string[]): string[] {
  return columns.filter((name) => name.endsWith(".responses"))
}

function withLabels(row: RawRow, mapping: Mapping, { item }: InnerRow, labels: readonly ItemLabel[]) {
  const meta = toItemPrompt(row, mapping, item.prompt.messages)
  const prompt = { ...item.prompt, externalId: meta.externalId ?? item.prompt.externalId }
  return { prompt, completions: item.completions, labels }
}

function nested(answers: unknown): Answer[] {
  const list = Array.isArray(answers) ? answers.filter(isRecord) : []
  return list.map((one) => ({ value: one["value"], user: idOf(one["user_id"]), status: one["status"] }))
}

function flat(row: RawRow, name: string): Answer[] {
  const values = row.value[name]
  const users = row.value[`${name}.users`]
  const status = row.value[`${name}.status`]
  const list = Array.isArray(values) ? values : []
  return list.map((value: unknown, index) => ({
    value,
    user: idOf(at(users, index)),
    status: at(status, index),
  }))
}

function at(list: unknown, index: number): unknown {
  return Array.isArray(list) ? (list as readonly unknown[])[index] : null
}

function idOf(value: unknown): string {
  return optionalText(value, "user_id") ?? ""
}

/** Only answers that choose between the texts say something here; other questions are passed over. */
function labelsOf(question: string, answers: readonly Answer[], { item, columns }: InnerRow): ItemLabel[] {
  const names =
    columns.length > 0 ? columns.map(plainName) : item.completions.map((_, index) => String(index + 1))
  const criterion = /prefer|overall|best|chosen|rank/i.test(question) ? {} : { criterion: question }
  return answers
    .filter(({ status }) => status === null || status === undefined || status === "submitted")
    .flatMap(({ value, user }) => {
      const extra = { labeler: user, ...criterion }
      if (Array.isArray(value))
        return rankLabels(
          names.map((name) => rankOf(value, name)),
          "lowest",
          extra,
        )
      const word = typeof value === "string" ? plainName(value) : ""
      if (names.length === 2 && /^(tie|equal|same|both|neither|draw)/.test(word)) {
        return [pairLabel(0, false, { ...extra, bothBad: word.startsWith("neither") })]
      }
      const best = names.findIndex((name) => name === word || (word !== "" && suffixOf(name) === word))
      if (best < 0) return []
      const others = [...names.keys()].filter((index) => index !== best)
      return others.map((worse) => ({ ...pairLabel(-1, false, extra), better: best, worse }))
    })
}

function suffixOf(name: string): string {
  return /([0-9]{1,3}|[a-z])$/.exec(name)?.[1] ?? ""
}

/** A ranking's answer: `[{value: "response-1", rank: 2}, …]`. */
function rankOf(value: readonly unknown[], name: string): number | null {
  const entry = value.find(
    (one) => isRecord(one) && typeof one["value"] === "string" && plainName(one["value"]) === name,
  )
  return isRecord(entry) ? maybeNumber(entry["rank"]) : null
}
