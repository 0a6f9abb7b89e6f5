import type { Messages } from "@/core/messages"
import { toCompletion, toPrompt } from "@/formats/import/answers"
import type { RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { toMessages } from "@/formats/import/messages"
import { toItemPrompt, toModel } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import type { Shape } from "@/formats/import/shape"
import { column, defineSource, maybeNumber } from "@/formats/import/source"

const words: Readonly<Record<string, number>> = {
  true: 1,
  up: 1,
  good: 1,
  like: 1,
  positive: 1,
  desirable: 1,
  yes: 1,
  false: 0,
  down: 0,
  bad: 0,
  dislike: 0,
  negative: 0,
  undesirable: 0,
  no: 0,
}

/** Verdicts on single answers, as KTO trains on them: kept as a rating of the completion. */
export const thumbsSources: readonly Shape[] = [
  thumbs("kto", "Answers with a thumb up or down (KTO)", "prompt", "completion", "label"),
  thumbs("kto-messages", "Conversations with a thumb up or down (KTO)", null, "messages", "label"),
  thumbs("kto-tags", "Conversations with a thumb up or down (KTO tags)", null, "conversations", "kto_tag"),
  thumbs("thumbs", "Answers with a thumb up or down", "prompt", "completion", "thumbs"),
  thumbs("thumbs-response", "Responses with a thumb up or down", "prompt", "response", "thumbs"),
  thumbs("ratings", "Answers with a rating", "prompt", "completion", "rating"),
  thumbs("ratings-response", "Responses with a rating", "prompt", "response", "rating"),
]

function thumbs(name: string, label: string, asked: string | null, said: string, verdict: string): Shape {
  return defineSource({
    name,
    label,
    columns: asked === null ? [said, verdict] : [asked, said, verdict],
    maybe: ["model"],
    read: (row, mapping) => {
      const rating = verdictOf(row, verdict)
      if (asked !== null) {
        return {
          prompt: toItemPrompt(row, mapping, toPrompt(column(row, asked))),
          completions: [
            toCompletion(column(row, said), said, {
              model: column(row, "model"),
              ratings: { [verdict]: rating },
            }),
          ],
          labels: [],
        }
      }
      const { prompt, answer } = lastAnswer(toMessages(column(row, said), "user", said, false), said)
      const params = { ratings: { [verdict]: rating } }
      return {
        prompt: toItemPrompt(row, mapping, prompt),
        completions: [{ model: toModel(column(row, "model")), messages: answer, externalId: null, params }],
        labels: [],
      }
    },
  })
}

/** A conversation that ends in an answer: what stands before it is the prompt. */
export function lastAnswer(turns: Messages, field: string): { prompt: Messages; answer: Messages } {
  if (turns.at(-1)?.role !== "assistant" || turns.length < 2) {
    const found = turns.length === 0 ? "an empty list" : `a last turn by ${turns.at(-1)?.role}`
    throw new RowFault({ field, found, expected: "a conversation that ends in an answer" })
  }
  return { prompt: turns.slice(0, -1), answer: turns.slice(-1) }
}

function verdictOf(row: RawRow, name: string): number {
  const value = column(row, name)
  const word = typeof value === "string" ? value.trim().toLowerCase() : ""
  const rating = Object.hasOwn(words, word) ? words[word] : maybeNumber(value)
  if (rating === null || rating === undefined) {
    throw new RowFault({
      field: name,
      found: showFound(value),
      expected: "true or false, up or down, or a number",
    })
  }
  return rating
}
