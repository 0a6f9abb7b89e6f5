import { RowFault } from "@/formats/import/item"
import { findStructureFault } from "@/formats/import/json-structure"
import { showFound } from "@/formats/import/show-found"

/** One JSON object out of its text, or a RowFault for the field `row`. */
export function parseJsonRow(text: string): Readonly<Record<string, unknown>> {
  const fault = findStructureFault(text)
  if (fault) throw new RowFault({ field: "row", ...fault })
  const value = parse(text)
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RowFault({ field: "row", found: showFound(value), expected: "a JSON object" })
  }
  return value as Record<string, unknown>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RowFault({ field: "row", found: whereBroken(text, error), expected: expectedJson(text) })
  }
}

function whereBroken(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : ""
  if (/end of JSON|Unterminated/.test(message)) return `${showFound(text.slice(-40))} at the end, cut off`
  const position = /position (\d+)/.exec(message)?.[1]
  if (position === undefined) return `${showFound(text)}, which is no JSON`
  const at = Number(position)
  return `${showFound(text.slice(Math.max(0, at - 15), at + 25))} at character ${at + 1}`
}

function expectedJson(text: string): string {
  return /[:[,]\s*-?(NaN|Infinity)\b/.test(text) ? "JSON, which has no NaN and no Infinity" : "a JSON object"
}
