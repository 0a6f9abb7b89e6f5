import { RowFault } from "@/formats/import/item"
import { showFound } from "@/formats/import/show-found"

/**
 * The text itself, or a RowFault: PostgreSQL holds neither NUL nor half a surrogate pair, and both
 * kill the loaders of trainers.
 */
export function checkText(text: string, field: string): string {
  const zero = text.indexOf("\u0000")
  if (zero >= 0) {
    throw new RowFault({ field, found: `a NUL character at position ${zero}`, expected: "text without NUL" })
  }
  if (!text.isWellFormed()) {
    throw new RowFault({
      field,
      found: `half a surrogate pair at position ${firstLone(text)}`,
      expected: "whole Unicode characters",
    })
  }
  return text
}

/** UTF-16 position of the first half pair: where the text and its mended form part. */
function firstLone(text: string): number {
  const mended = text.toWellFormed()
  let at = 0
  while (text.charCodeAt(at) === mended.charCodeAt(at)) at++
  return at
}

/** A required text; empty is allowed (an empty answer is data). */
export function requireText(value: unknown, field: string): string {
  if (typeof value !== "string") throw new RowFault({ field, found: showFound(value), expected: "a text" })
  return checkText(value, field)
}

/** A short optional value (id, model, language): a number is taken as its digits, blank as absent. */
export function optionalText(value: unknown, field: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  const text = requireText(value, field).trim()
  if (text.length > 1000) {
    throw new RowFault({ field, found: `${text.length} characters`, expected: "at most 1000 characters" })
  }
  return text === "" ? null : text
}

/** One text or a list of texts; blank ones are left out. */
export function optionalTexts(value: unknown, field: string): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((one) => optionalText(one, field) ?? [])
}
