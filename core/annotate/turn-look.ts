import type { WireTurn } from "@/core/annotate/wire"

/**
 * Whether a turn is made for a machine and is shown letter by letter, as code: what a tool gave back,
 * and what ends in the call of one (`<tool_call>…</tool_call>`) or is one (a JSON object with a name and
 * arguments). Read as
 * Markdown, its underscores and stars would be lost.
 */
export function looksLikeCode(role: WireTurn["role"], raw: string): boolean {
  if (role === "tool") return true
  if (role !== "assistant") return false
  const text = raw.trim()
  if (/<(tool_call|function_call)>[^]*<\/\1>$/.test(text)) return true
  if (!/^[[{]/.test(text) || text.length > longestCall) return false
  try {
    return isCall(JSON.parse(text))
  } catch {
    return false
  }
}

/** Longer than this is not parsed on the way to the screen. */
const longestCall = 20_000

function isCall(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isCall)
  if (typeof value !== "object" || value === null) return false
  if ("tool_calls" in value || "function_call" in value || "function" in value) return true
  return "name" in value && ("arguments" in value || "parameters" in value || "input" in value)
}

/** Shorter turns fit their line anyway. */
const foldOver = 110

/** Whether a turn is long enough to be folded where it is context and not what is judged. */
export function isFoldable(raw: string): boolean {
  return raw.length > foldOver || raw.trim().includes("\n")
}
