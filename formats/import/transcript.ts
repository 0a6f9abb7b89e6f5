import type { Message, Messages } from "@/core/messages"
import { sameTextForm } from "@/core/same-text"

const turn = /\n\n(Human|Assistant):[ ]?/g
const opening = /^\s*(Human|Assistant):/

/** Whether a text is a transcript of turns, as HH-RLHF writes them. */
export function isTranscript(text: string): boolean {
  return opening.test(text)
}

/**
 * `"\n\nHuman: Hi\n\nAssistant: Hello"` is `[{user, "Hi"}, {assistant, "Hello"}]`. What stands
 * between two marks is kept as it is; a last `Assistant:` with nothing behind it is an empty answer.
 */
export function parseTranscript(text: string): Messages {
  const source = `\n\n${text.trimStart()}`
  const marks = [...source.matchAll(turn)]
  return marks.map((mark, index): Message => {
    const start = mark.index + mark[0].length
    const end = marks[index + 1]?.index ?? source.length
    return { role: mark[1] === "Human" ? "user" : "assistant", content: source.slice(start, end) }
  })
}

/**
 * Length of the longest common prefix of two conversations, in whole TURNS (never characters: cutting
 * inside a turn gives half a word to the prompt), leaving at least one turn to each side.
 *
 * Example: `[u, a, u, x]` and `[u, a, v, y]` share 2; `[u, a]` and `[u, a]` share 1.
 */
export function commonTurns(first: Messages, second: Messages): number {
  const most = Math.min(first.length, second.length) - 1
  let length = 0
  while (length < most && isSameTurn(first[length], second[length])) length++
  return length
}

function isSameTurn(x: Message | undefined, y: Message | undefined): boolean {
  if (!x || !y || x.role !== y.role) return false
  return x.content === y.content || sameTextForm(x.content) === sameTextForm(y.content)
}
