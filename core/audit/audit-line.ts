import { sha256Hex } from "@/core/same-text"

/** Before the first link of a chain. */
export const genesis = "0".repeat(64)

/** One audit row as it is sealed. `before` and `after` are the exact text the database gives for the value. */
export type AuditFacts = {
  readonly id: string
  /** UTC with milliseconds. */
  readonly at: string
  readonly actorKind: string
  readonly actorId: string | null
  readonly projectId: string | null
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  readonly before: string | null
  readonly after: string | null
  readonly xid: string
}

/**
 * The line a row is hashed as: JSON with the members in this order, without the spaces JSON allows
 * between them; `before` and `after` stand as stored and are left out where there is none. The hash of
 * a link is SHA-256 of its line, and the line holds the hash before it, so a chain can be checked with
 * any SHA-256 program:
 *
 *     {"seq":1,"id":"…","at":"…",…,"xid":"42","prev":"000…"}   →   hash
 */
export function toAuditLine(facts: AuditFacts, seq: bigint, prev: string): string {
  const { before, after, xid, ...head } = facts
  const members = [
    `"seq":${seq}`,
    ...["id", "at", "actorKind", "actorId", "projectId", "action", "subjectType", "subjectId"].map(
      (name) => `"${name}":${JSON.stringify(head[name as keyof typeof head])}`,
    ),
    ...(before === null ? [] : [`"before":${before}`]),
    ...(after === null ? [] : [`"after":${after}`]),
    `"xid":"${xid}"`,
    `"prev":"${prev}"`,
  ]
  return `{${members.join(",")}}`
}

export function hashAuditLine(line: string): string {
  return sha256Hex(line)
}

/** The line of an export file: the sealed line with its hash as last member. */
export function toExportedLine(line: string, hash: string): string {
  return `${line.slice(0, -1)},"hash":"${hash}"}`
}

/**
 * In the export of one project: a link of the chain that is about something else. It keeps the chain
 * whole and tells nothing but that there was one.
 */
export function toWithheldLine(seq: bigint, hash: string): string {
  return `{"seq":${seq},"hash":"${hash}"}`
}
