import { sameTextForm } from "@/core/same-text"
import type { Row, Value } from "@/formats/columns"
import type { ExportFormat } from "@/formats/export/format"
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

/** What a pair of conversations must be to teach anything; also run on each row before it is written. */
export function pairProblem(row: Row): string | undefined {
  const { chosen, rejected } = row
  // Formats with another shape have no two conversations; their own tests hold their rules.
  if (chosen === undefined || rejected === undefined) return undefined
  if (!isChat(chosen) || !isChat(rejected)) return "chosen and rejected must be lists of {role, content}"
  if (chosen.at(-1)?.role !== "assistant" || rejected.at(-1)?.role !== "assistant") {
    return "both conversations must end with the assistant"
  }
  const shared = sharedTurns(chosen, rejected)
  const asked = chosen[shared - 1]?.role
  if (shared === 0 || asked === "system") return "the conversations share no prompt"
  if (chosen.length === rejected.length && chosen.every((turn, index) => isSameTurn(turn, rejected[index]))) {
    return "chosen and rejected are identical"
  }
  for (const side of [chosen, rejected]) {
    if (side.slice(shared).every((turn) => turn.content.trim() === "")) return "an answer is empty"
  }
  return undefined
}

type Turn = { readonly role: string; readonly content: string }

/** All turns that both sides have in common, but never the last one of either. */
function sharedTurns(a: readonly Turn[], b: readonly Turn[]): number {
  const most = Math.min(a.length, b.length) - 1
  let n = 0
  while (n < most && a[n]?.role === b[n]?.role && a[n]?.content === b[n]?.content) n++
  return n
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
