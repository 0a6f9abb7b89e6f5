import type { Messages } from "@/core/messages"
import type { ItemCompletion } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { toMessages } from "@/formats/import/messages"
import { toModel } from "@/formats/import/row-reader"
import { checkText, optionalText } from "@/formats/import/text"
import { commonTurns, isTranscript, parseTranscript } from "@/formats/import/transcript"

/** One completion: its text or turns, and what is known about it. Throws RowFault. */
export function toCompletion(
  value: unknown,
  field: string,
  about: { readonly model?: unknown; readonly id?: unknown; readonly ratings?: object | null } = {},
): ItemCompletion {
  const messages = toMessages(value, "assistant", field, false)
  if (messages.length === 0) throw new RowFault({ field, found: "an empty list", expected: "an answer" })
  const named = Object.keys(about.ratings ?? {})
  for (const name of named) checkText(name, `${field}.ratings`)
  const ratings = named.length > 0 ? about.ratings : null
  return {
    model: toModel(about.model),
    messages,
    externalId: optionalText(about.id, `${field}.id`),
    ...(ratings && { params: { ratings } }),
  }
}

/** A prompt that is a text, a `Human:`/`Assistant:` transcript or a list of messages. Throws RowFault. */
export function toPrompt(value: unknown, field = "prompt"): Messages {
  if (typeof value !== "string" || !isTranscript(value)) return toMessages(value, "user", field, false)
  const turns = parseTranscript(checkText(value, field))
  const last = turns.at(-1)
  // "…\n\nAssistant:" at the end of a prompt is an invitation, not an answer.
  return last?.role === "assistant" && last.content.trim() === "" ? turns.slice(0, -1) : turns
}

/** Two whole conversations: what both begin with is the prompt, in whole turns. Throws RowFault. */
export function partConversations(
  first: Messages,
  second: Messages,
): { readonly prompt: Messages; readonly sides: readonly [Messages, Messages] } {
  const turns = commonTurns(first, second)
  if (turns === 0) {
    throw new RowFault({
      field: "prompt",
      found: "no turn that both conversations begin with",
      expected: "two answers to one prompt",
    })
  }
  return { prompt: first.slice(0, turns), sides: [first.slice(turns), second.slice(turns)] }
}
