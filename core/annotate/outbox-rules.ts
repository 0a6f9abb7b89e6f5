import type { ItemResult, OutboxItem } from "@/core/annotate/wire"

/** Why the last sending did not go through. */
export type SendFault =
  /** No line, or nobody answers at the other end. */
  | "offline"
  /** The server answers but cannot take it now. */
  | "server"
  /** The session ran out. */
  | "sign-in"
  /** Another account is signed in in this browser. */
  | "other-account"
  /** No longer a member of the project. */
  | "not-a-member"

export type SyncState = "saved" | "waiting" | "offline" | "sign-in"

/** The one word of the status line. What is true comes before what would be nice. */
export function toSyncState(waiting: number, online: boolean, fault: SendFault | null): SyncState {
  if (fault === "sign-in" || fault === "other-account") return "sign-in"
  if (!online || fault === "offline") return "offline"
  return waiting > 0 || fault !== null ? "waiting" : "saved"
}

/** Milliseconds before the next try: doubling from half a second to half a minute, spread by `random` in [0, 1). */
export function retryDelay(attempt: number, random: number): number {
  const full = Math.min(30_000, 500 * 2 ** Math.min(attempt, 10))
  return Math.round(full * (0.5 + random / 2))
}

/** The HTTP status of an answer, or null when none came, as a fault; undefined = it went through. */
export function toFault(status: number | null): SendFault | undefined {
  if (status === null) return "offline"
  if (status >= 200 && status < 300) return undefined
  if (status === 401) return "sign-in"
  if (status === 409) return "other-account"
  if (status === 403 || status === 404) return "not-a-member"
  return "server"
}

export type Stored = { readonly id: number; readonly slug: string; readonly item: OutboxItem }

/**
 * The next items to send together: the oldest first, all of one project, no more than `limit`, and no
 * more text than one request should carry (but always at least one).
 */
export function nextBatch(stored: readonly Stored[], limit = 50, maxChars = 400_000): readonly Stored[] {
  const inOrder = stored.toSorted((a, b) => a.id - b.id)
  const first = inOrder[0]
  if (first === undefined) return []
  const batch: Stored[] = []
  let chars = 0
  for (const one of inOrder) {
    if (one.slug !== first.slug || batch.length === limit) break
    chars += JSON.stringify(one.item).length
    if (batch.length > 0 && chars > maxChars) break
    batch.push(one)
  }
  return batch
}

export type Settled = {
  /** Ids that may leave the outbox: the server has committed (or finally refused) them. */
  readonly leave: readonly number[]
  readonly surplus: number
  readonly refused: readonly string[]
  /** Something has to be sent again. */
  readonly again: boolean
}

/**
 * What an answer allows. An item leaves only on a result that names its own key, and after the first
 * `retry` none leaves: the order of the keys is kept.
 */
export function settleBatch(batch: readonly Stored[], results: readonly ItemResult[]): Settled {
  const byKey = new Map(results.map((result) => [result.key, result]))
  const leave: number[] = []
  const refused: string[] = []
  let surplus = 0
  for (const one of batch) {
    const result = byKey.get(one.item.key)
    if (result === undefined || result.status === "retry") return { leave, surplus, refused, again: true }
    leave.push(one.id)
    if (result.status === "surplus" && !result.duplicate) surplus += 1
    if (result.status === "refused") refused.push(result.message ?? "")
  }
  return { leave, surplus, refused, again: false }
}

/** Tokens whose newest item in the outbox is an answer or a skip: not to be handed out as open. */
export function answeredTokens(stored: readonly Stored[]): readonly string[] {
  const last = new Map<string, OutboxItem["kind"]>()
  for (const one of stored.toSorted((a, b) => a.id - b.id)) last.set(one.item.token, one.item.kind)
  return [...last].filter(([, kind]) => kind !== "undo").map(([token]) => token)
}

/**
 * By how much what waits will change the number of judged tasks: a task whose newest item is an answer
 * is one more, a task whose oldest item takes one back was counted already.
 *
 * Example: undo, answer = 0; answer = 1; answer, undo = 0; undo = -1.
 */
export function unsentAnswers(stored: readonly Stored[]): number {
  const first = new Map<string, OutboxItem["kind"]>()
  const last = new Map<string, OutboxItem["kind"]>()
  for (const { item } of stored.toSorted((a, b) => a.id - b.id)) {
    if (!first.has(item.token)) first.set(item.token, item.kind)
    last.set(item.token, item.kind)
  }
  const come = [...last.values()].filter((kind) => kind === "verdict").length
  const went = [...first.values()].filter((kind) => kind === "undo").length
  return come - went
}

/** Strictly rising over reloads, tabs and a clock set back: one more than the last, or the clock. */
export function nextSeq(last: number, now: number): number {
  return Math.max(last + 1, now)
}
