import { sameTextForm } from "@/core/same-text"

type Turn = { readonly role: string; readonly content: string }

/** Whether two answers say the same, by the rule of core/same-text.ts (NFC, line ends, white space around). */
export function areSameTurns(a: readonly Turn[], b: readonly Turn[]): boolean {
  return a.length === b.length && a.every((turn, index) => isSameTurn(turn, b[index]))
}

function isSameTurn(a: Turn, b: Turn | undefined): boolean {
  if (a.role !== b?.role) return false
  if (a.content === b.content) return true
  return !differPlainly(a.content, b.content) && sameTextForm(a.content) === sameTextForm(b.content)
}

/**
 * Whether two different texts are told apart by the first place where they differ; this runs for every row,
 * and nearly always a few characters answer. Two different visible ASCII characters that each stand before
 * another one (or at the end): neither NFC (no mark follows them, and neither is one) nor line ends nor
 * trimming can make them equal.
 */
function differPlainly(a: string, b: string): boolean {
  const end = Math.min(a.length, b.length)
  let at = 0
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return isVisible(a, at) && isVisible(b, at) && isLastOrPlain(a, at + 1) && isLastOrPlain(b, at + 1)
}

function isVisible(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code > 0x20 && code < 0x7f
}

function isLastOrPlain(text: string, at: number): boolean {
  return at >= text.length || text.charCodeAt(at) < 0x80
}
