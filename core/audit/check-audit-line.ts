import { hashAuditLine } from "@/core/audit/audit-line"

/** First line of an exported audit log. */
export type AuditFileHeader = {
  readonly diptych: "audit-log"
  readonly version: 1
  /** The project whose rows are given whole; null = every row is. */
  readonly project: string | null
  /** Last link when it was exported, `seq:hash`. */
  readonly head: string
}

export type ParsedLine =
  | {
      readonly kind: "row"
      readonly seq: bigint
      readonly prev: string
      readonly hash: string
      readonly ok: boolean
    }
  | { readonly kind: "withheld"; readonly seq: bigint; readonly hash: string }

const withheld = /^\{"seq":(\d{1,18}),"hash":"([0-9a-f]{64})"\}$/
const row = /^(\{"seq":(\d{1,18}),.*"prev":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}$/s

/** Takes a line of the file apart; `ok` = it holds exactly what its hash was made of. Undefined = no such line. */
export function parseAuditLine(line: string): ParsedLine | undefined {
  const empty = withheld.exec(line)
  if (empty?.[1] && empty[2]) return { kind: "withheld", seq: BigInt(empty[1]), hash: empty[2] }
  const match = row.exec(line)
  if (!match?.[1] || !match[2] || !match[3] || !match[4]) return undefined
  const ok = hashAuditLine(`${match[1]}}`) === match[4]
  return { kind: "row", seq: BigInt(match[2]), prev: match[3], hash: match[4], ok }
}

/** Undefined = not the header of an audit log. */
export function parseAuditHeader(line: string): AuditFileHeader | undefined {
  try {
    const value = JSON.parse(line) as Partial<AuditFileHeader> | null
    const known = value?.diptych === "audit-log" && value.version === 1 && typeof value.head === "string"
    return known ? (value as AuditFileHeader) : undefined
  } catch {
    return undefined
  }
}
