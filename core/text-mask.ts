import type { Messages } from "@/core/messages"

/** `[message index, start, end]`, in UTF-16 units of the stored content, end exclusive. */
export type MaskSpan = readonly [message: number, start: number, end: number]

/** What stands where a span was taken out. */
export const MASK = "[…]"

/**
 * A text with its masked spans replaced, as annotators and exports get it. Overlapping spans become one.
 *
 * Example: `applyMask([{ role: "assistant", content: "I am Zed." }], [[0, 5, 8]])` says `"I am […]."`.
 */
export function applyMask(messages: Messages, spans: readonly MaskSpan[]): Messages {
  if (spans.length === 0) return messages
  return messages.map((message, index) => {
    const own = spans.filter(([at]) => at === index).toSorted((a, b) => a[1] - b[1])
    let content = ""
    let done = 0
    for (const [, start, end] of own) {
      if (end <= done) continue
      if (start >= done) content += message.content.slice(done, start) + MASK
      done = end
    }
    return { role: message.role, content: content + message.content.slice(done) }
  })
}
