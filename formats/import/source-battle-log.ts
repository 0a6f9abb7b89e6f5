import type { Messages } from "@/core/messages"
import { partConversations } from "@/formats/import/answers"
import { pairLabel } from "@/formats/import/labels"
import { toItemPrompt, toModel } from "@/formats/import/row-reader"
import {
  column,
  defineSource,
  isRecord,
  maybeNumber,
  requireList,
  requireRecords,
} from "@/formats/import/source"
import { optionalText, requireText } from "@/formats/import/text"

const votes: Readonly<Record<string, number>> = { leftvote: -1, rightvote: 1, tievote: 0, bothbad_vote: 0 }

/** The log of a chat server: an event per line, of which the votes count and the rest is passed over. */
export const battleLog = defineSource({
  name: "battle-log",
  label: "Log of a chat server with votes",
  columns: ["type", "states"],
  maybe: ["models", "tstamp", "ip"],
  fits: (sample) => sample.some(({ value }) => Array.isArray(value["states"])),
  read: (row, mapping) => {
    const type = requireText(column(row, "type"), "type")
    const strength = Object.hasOwn(votes, type) ? votes[type] : undefined
    if (strength === undefined) return []
    const [left, right] = requireRecords(row, "states")
    const { prompt, sides } = partConversations(
      turnsOf(left ?? {}, "states[0]"),
      turnsOf(right ?? {}, "states[1]"),
    )
    const names = column(row, "models")
    const model = (side: Readonly<Record<string, unknown>> | undefined, index: number) =>
      toModel(
        (optionalText(side?.["model_name"], "model_name") ?? "") ||
          (Array.isArray(names) ? names[index] : null),
      )
    return {
      prompt: toItemPrompt(row, mapping, prompt),
      completions: [
        { model: model(left, 0), messages: sides[0], externalId: optionalText(left?.["conv_id"], "conv_id") },
        {
          model: model(right, 1),
          messages: sides[1],
          externalId: optionalText(right?.["conv_id"], "conv_id"),
        },
      ],
      labels: [pairLabel(strength, false, { bothBad: type === "bothbad_vote" })],
    }
  },
})

/** Turns as `[name, text]`: the names are the template's, so who speaks is told by the place. */
function turnsOf(state: Readonly<Record<string, unknown>>, field: string): Messages {
  const all = requireList(state["messages"], `${field}.messages`)
  const turns = all.slice(maybeNumber(state["offset"]) ?? 0)
  return turns.map((turn, index) => {
    const text: unknown = Array.isArray(turn) ? turn[1] : isRecord(turn) ? turn["content"] : turn
    return {
      role: index % 2 === 0 ? "user" : "assistant",
      content: requireText(text, `${field}.messages[${index}]`),
    }
  })
}
