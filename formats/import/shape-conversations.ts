import { guessColumns } from "@/formats/import/guess-columns"
import { isMessageLike, toMessages } from "@/formats/import/messages"
import { readPrompt, toItemPrompt, toModel, valueOf } from "@/formats/import/row-reader"
import type { Shape } from "@/formats/import/shape"
import { lastAnswer } from "@/formats/import/source-thumbs"

/**
 * Whole conversations, as chats and instruction data are kept: the last answer is one completion, what
 * stands before it the prompt. Taken where every row of the sample ends in an answer; a file of prompts in
 * which one row does is a file of prompts with a bad row.
 */
export const conversations: Shape = {
  name: "conversations",
  label: "A conversation per row, whose last turn is an answer",
  needs: ["prompt"],
  detect: (sample, columns, given, asked) => {
    const { completion, chosen, rejected, ...mapping } = guessColumns(columns, given)
    const column = mapping.prompt?.[0]
    if (column === undefined || mapping.prompt?.length !== 1) return undefined
    if (asked) return mapping
    if ([completion, chosen, rejected].some((one) => (one?.length ?? 0) > 0)) return undefined
    const answered = sample.every(({ value, textual }) => endsInAnswer(value[column], textual))
    return answered && sample.length > 0 ? mapping : undefined
  },
  read: (row, mapping) => {
    const { prompt, answer } = lastAnswer(readPrompt(row, mapping), "prompt")
    const model = toModel(valueOf(row, mapping, "model"))
    return {
      prompt: toItemPrompt(row, mapping, prompt),
      completions: [{ model, messages: answer, externalId: null }],
      labels: [],
    }
  },
}

function endsInAnswer(value: unknown, textual: boolean): boolean {
  if (textual ? typeof value !== "string" : !Array.isArray(value) || !value.every(isMessageLike)) return false
  try {
    return toMessages(value, "user", "prompt", textual).at(-1)?.role === "assistant"
  } catch {
    // The row says what is wrong with it when it is read.
    return false
  }
}
