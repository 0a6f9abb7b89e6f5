import { createReadStream } from "node:fs"
import { genesis } from "@/core/audit/audit-line"
import type { Anchor, AuditProblem } from "@/core/audit/audit-problem"
import { parseAnchor } from "@/core/audit/audit-problem"
import type { AuditFileHeader, ParsedLine } from "@/core/audit/check-audit-line"
import { parseAuditHeader, parseAuditLine } from "@/core/audit/check-audit-line"
import { DiptychError } from "@/core/errors"

export type AuditFileVerdict = {
  readonly ok: boolean
  readonly problems: readonly AuditProblem[]
  readonly rows: number
  readonly withheld: number
  readonly head: string
}

type Numbered = { readonly line: number; readonly text: string }

/** Checks an exported audit log by itself and names the first line that is not as it was exported. */
export async function verifyAuditFile(path: string, anchor: Anchor | null = null): Promise<AuditFileVerdict> {
  const lines = linesOf(path)
  const first = await lines.next()
  const header = first.done ? undefined : parseAuditHeader(first.value.text)
  const head = header && parseAnchor(header.head)
  if (!header || !head) {
    throw new DiptychError("BAD_DATA", `${path} is no exported audit log: its first line is not the header.`)
  }
  const state = { rows: 0, withheld: 0, head: header.head }
  const found = (problem: AuditProblem): AuditFileVerdict => ({ ok: false, problems: [problem], ...state })
  let last: Anchor = { seq: 0n, hash: genesis }
  for await (const { line, text } of lines) {
    const parsed = parseAuditLine(text)
    const why = parsed ? faultOf(parsed, last, header) : "it is not a line of an audit log"
    if (!parsed || why) return found(problem("changed", line, parsed?.seq ?? null, why ?? ""))
    if (parsed.seq !== last.seq + 1n) return found(await misplaced(path, line, parsed, last.seq + 1n))
    if (anchor?.seq === parsed.seq && anchor.hash !== parsed.hash) {
      return found(problem("changed", line, parsed.seq, "its hash is not the one that was written down"))
    }
    if (parsed.kind === "row") state.rows += 1
    else state.withheld += 1
    last = { seq: parsed.seq, hash: parsed.hash }
  }
  if (last.seq < head.seq || (anchor && anchor.seq > last.seq)) {
    return found(
      problem("removed", state.rows + state.withheld + 2, last.seq + 1n, "the file ends before it"),
    )
  }
  if (last.hash !== head.hash) return found(problem("changed", 1, head.seq, "the header names another head"))
  return { ok: true, problems: [], ...state }
}

/** What is wrong with a line in itself, or with how it follows the one before. */
function faultOf(parsed: ParsedLine, last: Anchor, header: AuditFileHeader): string | undefined {
  if (parsed.kind === "withheld") {
    return header.project === null ? "its content is left out, in the log of the whole instance" : undefined
  }
  if (!parsed.ok) return "it does not hold what its hash was made of"
  const follows = parsed.seq !== last.seq + 1n || parsed.prev === last.hash
  return follows ? undefined : "it does not follow the line before it"
}

async function misplaced(
  path: string,
  line: number,
  parsed: ParsedLine,
  expected: bigint,
): Promise<AuditProblem> {
  if (parsed.seq < expected) return problem("inserted", line, parsed.seq, "the chain has passed it already")
  for await (const other of linesOf(path)) {
    if (other.line > line && parseAuditLine(other.text)?.seq === expected) {
      return problem(
        "reordered",
        line,
        parsed.seq,
        `row ${expected} belongs here; it is in line ${other.line}`,
      )
    }
  }
  return problem("removed", line, expected, `the next there is row ${parsed.seq}`)
}

function problem(kind: AuditProblem["kind"], line: number, seq: bigint | null, why: string): AuditProblem {
  const row = seq === null ? "" : `, audit row ${seq}`
  const text = `line ${line}${row}: ${kind}; ${why}`
  return { chain: "audit", kind, seq: seq === null ? null : String(seq), id: null, line, problem: text }
}

// Only LF ends a line: JSON text may hold the other separators that readline knows.
async function* linesOf(path: string): AsyncGenerator<Numbered> {
  let [line, rest] = [0, ""]
  for await (const chunk of createReadStream(path, "utf8") as AsyncIterable<string>) {
    const parts = (rest + chunk).split("\n")
    rest = parts.pop() ?? ""
    for (const text of parts) yield { line: ++line, text }
  }
  if (rest !== "") yield { line: ++line, text: rest }
}
