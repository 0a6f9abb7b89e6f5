import type { Messages } from "@/core/messages"
import { toCompletion } from "@/formats/import/answers"
import { RowFault } from "@/formats/import/item"
import { pairLabel } from "@/formats/import/labels"
import { toMessages } from "@/formats/import/messages"
import { toItemPrompt } from "@/formats/import/row-reader"
import {
  column,
  defineSource,
  isRecord,
  requireList,
  requireNumber,
  requireRecord,
  requireRecords,
} from "@/formats/import/source"

/** What OpenAI, Azure, Together and Fireworks take for preference tuning. */
export const openaiDpo = defineSource({
  name: "openai-dpo",
  label: "Preferred and non-preferred output (hosted tuning)",
  columns: ["input", "preferred_output", "non_preferred_output"],
  read: (row, mapping) => {
    const input = requireRecord(column(row, "input"), "input")
    return {
      prompt: toItemPrompt(row, mapping, toMessages(input["messages"], "user", "input.messages", false)),
      completions: [
        toCompletion(column(row, "preferred_output"), "preferred_output"),
        toCompletion(column(row, "non_preferred_output"), "non_preferred_output"),
      ],
      labels: [pairLabel(-1, false)],
    }
  },
})

/** What Vertex AI takes: contents made of parts, and completions of which one scores 1. */
export const vertex = defineSource({
  name: "vertex",
  label: "Contents with scored completions (Vertex)",
  columns: ["contents", "completions"],
  maybe: ["system_instruction", "systemInstruction"],
  read: (row, mapping) => {
    const system = column(row, "system_instruction") ?? column(row, "systemInstruction")
    const contents = requireList(column(row, "contents"), "contents")
    const scored = requireRecords(row, "completions")
    const [first, second] = scored.map((one, index) =>
      requireNumber(one["score"], `completions[${index}].score`),
    )
    if (first === undefined || second === undefined || scored.length !== 2) {
      throw new RowFault({ field: "completions", found: `${scored.length} completions`, expected: "two" })
    }
    const head: Messages =
      system === undefined || system === null
        ? []
        : [{ role: "system", content: partsText(system, "system_instruction") }]
    const turns = contents.flatMap((one, index) => turn(one, `contents[${index}]`))
    return {
      prompt: toItemPrompt(row, mapping, [...head, ...turns]),
      completions: scored.map((one, index) =>
        toCompletion(turn(one["completion"], `completions[${index}].completion`), `completions[${index}]`),
      ),
      labels: [pairLabel(Math.sign(second - first), false)],
    }
  },
})

function turn(value: unknown, field: string): Messages {
  const { role = "user" } = requireRecord(value, field)
  return toMessages([{ role, content: partsText(value, field) }], "user", field, false)
}

function partsText(value: unknown, field: string): string {
  const parts = isRecord(value) ? value["parts"] : value
  const [message] = toMessages([{ role: "user", content: parts }], "user", `${field}.parts`, false)
  return message?.content ?? ""
}
