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
    let content = ""
    let done = 0
    for (const { start, end } of regionsOf(spans, index)) {
      content += message.content.slice(done, start) + MASK
      done = end
    }
    return { role: message.role, content: content + message.content.slice(done) }
  })
}

/** A part of one text, in UTF-16 units, end exclusive. */
export type Span = { readonly start: number; readonly end: number }

/**
 * A part of a message as it was shown, in terms of the stored message. A part of a placeholder is all of
 * what it stands for.
 *
 * Example: with `[[0, 5, 8]]`, `"I am Zed."` is shown as `"I am […]."`, and `{ start: 2, end: 6 }` of
 * that is `{ start: 2, end: 8 }` of what is stored.
 */
export function toStoredSpan(span: Span, spans: readonly MaskSpan[], message: number): Span {
  let [start, end] = [span.start, span.end]
  /** How much longer the stored text is up to here. */
  let more = 0
  for (const region of regionsOf(spans, message)) {
    const from = region.start - more
    const to = from + MASK.length
    const length = region.end - region.start
    more += length - MASK.length
    if (span.start >= to) start = span.start + more
    else if (span.start > from) start = region.start
    if (span.end >= to) end = span.end + more
    else if (span.end > from) end = region.end
  }
  return { start, end }
}

/** The way back: a part of a stored message, in terms of the message as it is shown. */
export function toMaskedSpan(span: Span, spans: readonly MaskSpan[], message: number): Span {
  let [start, end] = [span.start, span.end]
  let more = 0
  for (const region of regionsOf(spans, message)) {
    const from = region.start - more
    more += region.end - region.start - MASK.length
    if (span.start >= region.end) start = span.start - more
    else if (span.start > region.start) start = from
    if (span.end >= region.end) end = span.end - more
    else if (span.end > region.start) end = from + MASK.length
  }
  return { start, end }
}

/** What is taken out of one message, in order: spans that overlap are one. */
function regionsOf(spans: readonly MaskSpan[], message: number): readonly Span[] {
  const regions: { start: number; end: number }[] = []
  for (const [, start, end] of spans.filter(([at]) => at === message).toSorted((a, b) => a[1] - b[1])) {
    const last = regions.at(-1)
    if (end <= (last?.end ?? 0)) continue
    if (last && start < last.end) last.end = end
    else regions.push({ start, end })
  }
  return regions
}
