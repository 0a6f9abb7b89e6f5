import { sameTextForm } from "@/core/same-text"

type Turn = { readonly role: string; readonly content: string }

/** Whether two answers say the same, by the rule of core/same-text.ts (NFC, line ends, white space around). */
export function areSameTurns(a: readonly Turn[], b: readonly Turn[]): boolean {
  return a.length === b.length && a.every((turn, index) => isSameTurn(turn, b[index]))
}

function isSameTurn(a: Turn, b: Turn | undefined): boolean {
  if (a.role !== b?.role) return false
  if (a.content === b.content) return true
  // Plain texts need no Unicode to be told apart; this runs for every row.
  if (isPlain(a.content) && isPlain(b.content)) return a.content.trim() === b.content.trim()
  return sameTextForm(a.content) === sameTextForm(b.content)
}

function isPlain(text: string): boolean {
  return !/[^\n\x20-\x7e]/.test(text)
}
