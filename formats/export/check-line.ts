import { sameTextForm } from "@/core/same-text"
import type { Row, Value } from "@/formats/columns"
import type { ExportFormat } from "@/formats/export/format"
import { areSameTurns } from "@/formats/export/same-turns"
import { createRowWriter, RowError } from "@/formats/row-writer"

/**
 * Checks lines of a data file against the rules that trainers break on (formats guide 1.1 and 9.13).
 * Returns what is wrong with the line, or nothing.
 *
 * The heart of it is that the line must be exactly what the format's writer makes of its own content:
 * drifting keys, floats without a decimal point, nulls, half surrogates, times without milliseconds and
 * foreign spellings of the same JSON all differ from it.
 */
export function createLineCheck(format: ExportFormat): (line: string) => string | undefined {
  const write = createRowWriter(format.columns)
  return (line) => {
    let row: unknown
    try {
      row = JSON.parse(line)
    } catch {
      return "is no JSON"
    }
    if (typeof row !== "object" || row === null || Array.isArray(row)) return "is no JSON object"
    try {
      const written = write(row as Row)
      if (written !== line)
        return `differs from its canonical form at character ${firstDifference(written, line)}`
    } catch (error) {
      if (error instanceof RowError) return error.message
      throw error
    }
    return format.needs === "pairs" ? pairProblem(row as Row) : undefined
  }
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at + 1
}

/**
 * What the two sides of a pair must be to teach anything; also run on each row before it is written.
 * Knows every shape that names its sides chosen and rejected: conversations, answers beside a `prompt`,
 * strings, and one turn as from/value. Formats with other names hold their rules in their own tests.
 */
export function pairProblem(row: Row): string | undefined {
  const { chosen, rejected, prompt } = row
  if (chosen === undefined || rejected === undefined) return undefined
  if (typeof chosen === "string" && typeof rejected === "string")
    return stringProblem(chosen, rejected, prompt)
  if (isSaid(chosen) && isSaid(rejected)) return stringProblem(chosen.value, rejected.value, undefined)
  if (!isChat(chosen) || !isChat(rejected)) return "chosen and rejected must be lists of {role, content}"
  if (chosen.at(-1)?.role !== "assistant" || rejected.at(-1)?.role !== "assistant") {
    return "both conversations must end with the assistant"
  }
  if (prompt !== undefined) {
    if (!isChat(prompt)) return "prompt, chosen and rejected must be of one kind"
    const last = prompt.at(-1)?.role
    if (last !== "user" && last !== "tool") return "the prompt must end with a user or tool turn"
    if (chosen[0]?.role !== "assistant" || rejected[0]?.role !== "assistant") {
      return "chosen and rejected must hold the answer alone: with the prompt in them it is doubled"
    }
  }
  const shared = prompt === undefined ? sharedTurns(chosen, rejected) : 0
  const asked = chosen[shared - 1]?.role
  if (prompt === undefined && (shared === 0 || asked === "system")) return "the conversations share no prompt"
  if (areSameTurns(chosen, rejected)) return "chosen and rejected are identical"
  for (const side of [chosen, rejected]) {
    if (side.slice(shared).every((turn) => turn.content.trim() === "")) return "an answer is empty"
  }
  return undefined
}

function stringProblem(chosen: string, rejected: string, prompt: Value | undefined): string | undefined {
  if (sameTextForm(chosen) === sameTextForm(rejected)) return "chosen and rejected are identical"
  if (chosen.trim() === "" || rejected.trim() === "") return "an answer is empty"
  if (typeof prompt === "string" && prompt.trim() === "") return "the prompt is empty"
  return undefined
}

function isSaid(value: Value): value is { readonly from: string; readonly value: string } {
  return typeof value === "object" && value !== null && "value" in value && typeof value.value === "string"
}

type Turn = { readonly role: string; readonly content: string }

/** All turns that both sides have in common, but never the last one of either. */
function sharedTurns(a: readonly Turn[], b: readonly Turn[]): number {
  const most = Math.min(a.length, b.length) - 1
  let n = 0
  while (n < most && a[n]?.role === b[n]?.role && a[n]?.content === b[n]?.content) n++
  return n
}

function isChat(value: Value): value is readonly Turn[] {
  return Array.isArray(value) && value.every(isTurn)
}

function isTurn(value: Value): value is Turn {
  return (
    typeof value === "object" &&
    value !== null &&
    "role" in value &&
    "content" in value &&
    typeof value.role === "string" &&
    typeof value.content === "string"
  )
}
