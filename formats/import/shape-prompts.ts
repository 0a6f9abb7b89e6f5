import { guessColumns } from "@/formats/import/guess-columns"
import { RowFault } from "@/formats/import/item"
import { readPrompt, toItemPrompt } from "@/formats/import/row-reader"
import type { Shape } from "@/formats/import/shape"

/**
 * Prompts alone: what people are to answer, or what completions are yet to come for. The last of the
 * shapes: taken only where no column holds an answer, nor one that nobody knows, which may be an
 * answer under another name. Who names the prompt's column says that there is no answer.
 */
export const prompts: Shape = {
  name: "prompts",
  label: "A prompt per row, without answers",
  needs: ["prompt"],
  detect: (_sample, columns, given, asked) => {
    const { completion, chosen, rejected, ...mapping } = guessColumns(columns, given)
    if (!mapping.prompt) return undefined
    if (asked) return mapping
    if ([completion, chosen, rejected].some((one) => (one?.length ?? 0) > 0)) return undefined
    const known = new Set(Object.values(mapping).flat())
    return given.prompt || columns.every((column) => known.has(column)) ? mapping : undefined
  },
  read: (row, mapping) => {
    const messages = readPrompt(row, mapping)
    const last = messages.at(-1)?.role
    if (last === "assistant") {
      throw new RowFault({
        field: "prompt",
        found: "a conversation that ends with an answer",
        expected: "one that ends with a user or tool turn, or the shape conversations",
      })
    }
    return { prompt: toItemPrompt(row, mapping, messages), completions: [], labels: [] }
  },
}
