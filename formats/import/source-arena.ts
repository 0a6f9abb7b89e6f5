import { partConversations } from "@/formats/import/answers"
import type { ItemLabel, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { pairLabel } from "@/formats/import/labels"
import { toMessages } from "@/formats/import/messages"
import { toItemPrompt, toModel } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import { column, defineSource } from "@/formats/import/source"
import { optionalText } from "@/formats/import/text"

/**
 * Battles of an arena: two whole conversations and who won. Their common beginning is the prompt; what
 * follows is compared as a whole, because in a battle of several turns the later questions were asked
 * of both models after different answers.
 */
export const arena = defineSource({
  name: "arena",
  label: "Arena battles: two conversations and a winner",
  columns: ["conversation_a", "conversation_b", "winner"],
  maybe: ["model_a", "model_b", "judge"],
  read: (row, mapping) => {
    const first = toMessages(column(row, "conversation_a"), "user", "conversation_a", false)
    const second = toMessages(column(row, "conversation_b"), "user", "conversation_b", false)
    const { prompt, sides } = partConversations(first, second)
    const labeler = optionalText(column(row, "judge"), "judge") ?? ""
    return {
      prompt: toItemPrompt(row, mapping, prompt),
      completions: [
        { model: toModel(column(row, "model_a")), messages: sides[0], externalId: null },
        { model: toModel(column(row, "model_b")), messages: sides[1], externalId: null },
      ],
      labels: [winnerLabel(row, labeler)],
    }
  },
})

const winners: Readonly<Record<string, number>> = {
  model_a: -1,
  a: -1,
  model_b: 1,
  b: 1,
  tie: 0,
  "tie (bothbad)": 0,
  both_bad: 0,
  bothbad: 0,
}

function winnerLabel(row: RawRow, labeler: string): ItemLabel {
  const value = column(row, "winner")
  const name = typeof value === "string" ? value.trim().toLowerCase() : ""
  const strength = Object.hasOwn(winners, name) ? winners[name] : undefined
  if (strength === undefined) {
    throw new RowFault({
      field: "winner",
      found: showFound(value),
      expected: "model_a, model_b, tie or both_bad",
    })
  }
  return pairLabel(strength, false, { labeler, bothBad: name.includes("bad") })
}
