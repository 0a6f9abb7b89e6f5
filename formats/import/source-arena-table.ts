import type { Messages } from "@/core/messages"
import { partConversations } from "@/formats/import/answers"
import type { RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { pairLabel } from "@/formats/import/labels"
import { toItemPrompt, toModel } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import { column, defineSource, maybeNumber, requireList } from "@/formats/import/source"
import { requireText } from "@/formats/import/text"

const winnerColumns = ["winner_model_a", "winner_model_b", "winner_tie"] as const

/** Battles as a table: the turns of prompt and answers are JSON lists of texts, the winner is one of three 1s. */
export const arenaTable = defineSource({
  name: "arena-table",
  label: "Arena battles as a table, with a column for each outcome",
  columns: ["prompt", "response_a", "response_b", ...winnerColumns],
  maybe: ["model_a", "model_b"],
  read: (row, mapping) => {
    const asked = turns(row, "prompt")
    const { prompt, sides } = partConversations(
      weave(asked, turns(row, "response_a"), "response_a"),
      weave(asked, turns(row, "response_b"), "response_b"),
    )
    return {
      prompt: toItemPrompt(row, mapping, prompt),
      completions: [
        { model: toModel(column(row, "model_a")), messages: sides[0], externalId: null },
        { model: toModel(column(row, "model_b")), messages: sides[1], externalId: null },
      ],
      labels: [pairLabel(outcome(row), false)],
    }
  },
})

function turns(row: RawRow, name: string): readonly string[] {
  // The lists are JSON texts even in files that could hold lists.
  const value = column({ ...row, textual: true }, name)
  const list = typeof value === "string" ? [value] : requireList(value, name)
  return list.map((one, index) => requireText(one, `${name}[${index}]`))
}

function weave(asked: readonly string[], answered: readonly string[], field: string): Messages {
  if (asked.length !== answered.length || asked.length === 0) {
    throw new RowFault({
      field,
      found: `${answered.length} answers`,
      expected: `one for each of the ${asked.length} turns of the prompt`,
    })
  }
  return asked.flatMap((content, index) => [
    { role: "user" as const, content },
    { role: "assistant" as const, content: answered[index] ?? "" },
  ])
}

function outcome(row: RawRow): number {
  const [a, b, tie] = winnerColumns.map((name) => maybeNumber(column(row, name)))
  if (a === 1 && b === 0 && tie === 0) return -1
  if (a === 0 && b === 1 && tie === 0) return 1
  if (a === 0 && b === 0 && tie === 1) return 0
  const found = winnerColumns.map((name) => `${name} = ${showFound(column(row, name))}`).join(", ")
  throw new RowFault({
    field: "winner_model_a",
    found,
    expected: "a 1 in one of the three and 0 in the others",
  })
}
