/** What `audit verify` found. */
export type AuditProblem = {
  readonly chain: "audit" | "annotations"
  readonly kind: "changed" | "removed" | "inserted" | "reordered"
  /** Position in the chain. */
  readonly seq: string | null
  /** The row: of AuditEvent, or of Annotation. */
  readonly id: string | null
  /** Line of the file, 1-based, where a file was checked. */
  readonly line?: number
  readonly problem: string
}

/** A position and hash written down earlier, that the chain must still pass through. */
export type Anchor = { readonly seq: bigint; readonly hash: string }

/** `12:9f86…` (64 hex digits); undefined where it is no anchor. */
export function parseAnchor(text: string): Anchor | undefined {
  const match = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text)
  return match?.[1] && match[2] ? { seq: BigInt(match[1]), hash: match[2] } : undefined
}
