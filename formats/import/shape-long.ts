import { guessColumns } from "@/formats/import/guess-columns"
import { isMessageLike, toMessages } from "@/formats/import/messages"
import { readPrompt, toItemPrompt, toModel, valueOf } from "@/formats/import/row-reader"
import type { Shape } from "@/formats/import/shape"
import { RowFault } from "@/formats/import/item"

/** One completion per row; rows with the same prompt belong together, wherever they stand. */
export const long: Shape = {
  name: "long",
  label: "A row per prompt and model",
  needs: ["prompt", "completion"],
  detect: (sample, columns, given, asked) => {
    const mapping = guessColumns(columns, given)
    const column = mapping.completion?.[0]
    if (!mapping.prompt || column === undefined || mapping.completion?.length !== 1) return undefined
    const lists = sample.some(({ value }) => {
      const held = value[column]
      return Array.isArray(held) && !held.every(isMessageLike)
    })
    return lists && !asked ? undefined : mapping
  },
  read: (row, mapping) => {
    const messages = toMessages(valueOf(row, mapping, "completion"), "assistant", "completion", row.textual)
    if (messages.length === 0) {
      throw new RowFault({ field: "completion", found: "an empty list", expected: "an answer" })
    }
    return {
      prompt: toItemPrompt(row, mapping, readPrompt(row, mapping)),
      completions: [{ model: toModel(valueOf(row, mapping, "model")), messages, externalId: null }],
      labels: [],
    }
  },
}
