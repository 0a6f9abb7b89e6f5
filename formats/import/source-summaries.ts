import { toCompletion, toPrompt } from "@/formats/import/answers"
import type { ItemCompletion, ItemPrompt, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { pairLabel } from "@/formats/import/labels"
import type { Mapping } from "@/formats/import/mapping"
import { toItemPrompt } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import {
  column,
  defineSource,
  isRecord,
  maybeNumber,
  requireList,
  requireRecord,
} from "@/formats/import/source"
import { optionalText } from "@/formats/import/text"

/** summarize-from-feedback, comparisons: a post, two summaries, and which one the worker chose. */
export const summaries = defineSource({
  name: "summaries",
  label: "Summaries compared (summarize-from-feedback)",
  columns: ["info", "summaries", "choice"],
  maybe: ["worker", "batch", "extra"],
  read: (row, mapping) => {
    const choice = maybeNumber(column(row, "choice"))
    if (choice !== 0 && choice !== 1) {
      throw new RowFault({ field: "choice", found: showFound(column(row, "choice")), expected: "0 or 1" })
    }
    const both = requireList(column(row, "summaries"), "summaries")
    if (both.length !== 2) {
      throw new RowFault({ field: "summaries", found: `${both.length} summaries`, expected: "two" })
    }
    return {
      prompt: promptOf(row, mapping),
      completions: both.map((one, index) => summaryOf(one, `summaries[${index}]`)),
      labels: [
        pairLabel(choice === 0 ? -1 : 1, false, {
          labeler: optionalText(column(row, "worker"), "worker") ?? "",
        }),
      ],
    }
  },
})

/** The same posts with one summary and its ratings along several axes. */
export const summaryRatings = defineSource({
  name: "summary-ratings",
  label: "Summaries rated along axes (summarize-from-feedback)",
  columns: ["info", "summary"],
  maybe: ["worker", "batch"],
  fits: (sample) => sample.every(({ value }) => typeof value["summary"] !== "string"),
  read: (row, mapping) => ({
    prompt: promptOf(row, mapping),
    completions: [summaryOf(column(row, "summary"), "summary")],
    labels: [],
  }),
})

function promptOf(row: RawRow, mapping: Mapping): ItemPrompt {
  const info = requireRecord(column(row, "info"), "info")
  const text = info["post"] ?? info["article"]
  const prompt = toItemPrompt(row, mapping, toPrompt(text, "info.post"))
  const topic = optionalText(info["subreddit"], "info.subreddit")
  return {
    ...prompt,
    externalId: optionalText(info["id"], "info.id") ?? prompt.externalId,
    tags: topic === null ? prompt.tags : [topic],
  }
}

function summaryOf(value: unknown, field: string): ItemCompletion {
  const summary = requireRecord(value, field)
  const axes = summary["axes"]
  const rated = isRecord(axes)
    ? Object.entries(axes).filter(([, rating]) => maybeNumber(rating) !== null)
    : []
  return toCompletion(summary["text"], `${field}.text`, {
    model: summary["policy"],
    ratings: Object.fromEntries(rated),
  })
}
