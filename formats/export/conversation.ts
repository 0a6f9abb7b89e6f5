import type { Message, Messages } from "@/core/messages"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { TextUnit } from "@/formats/export/units"

/** A prompt taken apart for formats that hold the system text by itself. */
export type Opened = { readonly system: string; readonly turns: Messages }

export function openPrompt(messages: Messages): Opened {
  const [first, ...rest] = messages
  return first?.role === "system" ? { system: first.content, turns: rest } : { system: "", turns: messages }
}

/** The text of an answer of a single turn. */
export function onlyTurn(text: TextUnit): string | undefined {
  return text.messages.length === 1 ? text.messages[0]?.content : undefined
}

/** Both texts, for formats with one string a side. */
export function onlyTurns(
  chosen: TextUnit,
  rejected: TextUnit,
): { readonly chosen: string; readonly rejected: string } | undefined {
  const [good, bad] = [onlyTurn(chosen), onlyTurn(rejected)]
  return good === undefined || bad === undefined ? undefined : { chosen: good, rejected: bad }
}

/** User and assistant strictly in turn, the user first and last; undefined = they are. */
export function orderProblem(turns: Messages): SkipReason | undefined {
  if (turns.some(({ role }) => role === "tool")) return "tool_turn"
  const isInTurn = turns.every(({ role }, index) => role === (index % 2 === 0 ? "user" : "assistant"))
  return isInTurn && turns.length % 2 === 1 ? undefined : "turn_order"
}

/** The only user turn of a prompt, or why there is none. */
export function onlyQuestion(turns: Messages): { readonly question: string } | { readonly skip: SkipReason } {
  if (turns.some(({ role }) => role === "tool")) return { skip: "tool_turn" }
  const [first] = turns
  return turns.length === 1 && first?.role === "user"
    ? { question: first.content }
    : { skip: "multi_turn_prompt" }
}

/** A copy with only the two keys, as a row's value. */
export function toTurn({ role, content }: Message): { role: string; content: string } {
  return { role, content }
}
