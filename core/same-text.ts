import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { Messages } from "@/core/messages"
import type { Span } from "@/core/text-mask"

/**
 * "Same text" = equal after NFC, LF and trim. Only for comparing and hashing: what is shown and
 * exported is the text exactly as it came.
 *
 * Example: `sameTextForm("a\r\nb \n")` is `"a\nb"`.
 */
export function sameTextForm(text: string): string {
  return text.normalize("NFC").replaceAll(/\r\n?/g, "\n").trim()
}

/** SHA-256 of the UTF-8 bytes, hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

/** `[[role, same-text content], …]` as JSON: what makes two message lists the same. */
export function messagesIdentity(messages: Messages): string {
  return JSON.stringify(messages.map((m) => [m.role, sameTextForm(m.content)]))
}

/**
 * SHA-256 of `messagesIdentity`, hex. Equal hash = same text, and the order of hashes is the stored
 * order of a task's completions.
 */
export function hashMessages(messages: Messages): string {
  return sha256Hex(messagesIdentity(messages))
}

/** No message says anything: an empty answer. */
export function isEmptyAnswer(messages: Messages): boolean {
  // NFC makes nothing out of a character that is no white space, so there is no need for it here.
  return messages.every((m) => !/\S/.test(m.content))
}

/**
 * A part of one text in terms of another that is the same text by `sameTextForm`: white space at its
 * beginning, line ends and composed letters may differ.
 *
 * Example: `{ start: 0, end: 1 }` of `"b"` is `{ start: 2, end: 3 }` of `"  b"`.
 */
export function carrySpan(span: Span, from: string, to: string): Span {
  if (from === to) return span
  return {
    start: lastOffset(to, plainLength(from, span.start)),
    end: lastOffset(to, plainLength(from, span.end)),
  }
}

function plainLength(text: string, offset: number): number {
  return text.slice(0, offset).normalize("NFC").replaceAll(/\r\n?/g, "\n").trimStart().length
}

/** The last offset with this plain length, which only grows with the offset. */
function lastOffset(text: string, length: number): number {
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (plainLength(text, middle) <= length) low = middle
    else high = middle - 1
  }
  return low
}
