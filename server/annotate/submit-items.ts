import { findMisfit } from "@/core/annotate/check-answer"
import { leaseLength } from "@/core/annotate/lease"
import type { Outcome } from "@/core/annotate/outcome"
import { applySkip, applyUndo, applyVerdict } from "@/core/annotate/outcome"
import { isSkipReason } from "@/core/annotate/skip-reasons"
import { pairComparisons, rankingComparisons, toPlacements } from "@/core/annotate/to-comparisons"
import type {
  AnnotationsResponse,
  annotationsRequestSchema,
  ItemResult,
  ParsedItem,
  VerdictItem,
} from "@/core/annotate/wire"
import { outboxItemSchema } from "@/core/annotate/wire"
import { DiptychError } from "@/core/errors"
import { rolePermissions } from "@/core/permissions"
import type { Protocol } from "@/core/protocol"
import { accountOf, requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { toDemonstration } from "@/server/annotate/to-demonstration"
import { toStoredMarks } from "@/server/annotate/to-stored-marks"
import type { ProjectAccess } from "@/server/access"
import { getAnnotateSetup } from "@/server/data/annotate-setup"
import type { Versions } from "@/server/data/annotate-versions"
import { findVersions } from "@/server/data/annotate-versions"
import type { Annotator } from "@/server/data/annotator"
import { toDatabaseError } from "@/server/data/database-error"
import { settleFreed } from "@/server/data/free-slots"
import { onClient } from "@/server/data/run-sql"
import { settleOverlap } from "@/server/data/settle-overlap"
import type { LockedAssignment, NewDemonstration, Receipt } from "@/server/data/submit"
import {
  findReceipt,
  insertAnnotation,
  insertReceipt,
  insertWithdrawal,
  lockAssignment,
  updateAssignment,
  updateSlots,
} from "@/server/data/submit"
import type { Sql } from "@/server/data/transaction"
import { transaction } from "@/server/data/transaction"
import { reviewAnsweredGold } from "@/server/queue/review-gold"
import type { z } from "zod"

type Limits = { readonly skipLimit: number; readonly leaseMs: number }

/**
 * Takes in an outbox: answers, undos and skips, in the order given, each in a transaction of its own
 * and each exactly once by its key. What is answered `accepted` is committed. A thing that can never
 * be saved is refused by itself; a trouble that passes stops the row, so that nothing overtakes it.
 */
export async function submitItems(
  access: ProjectAccess<"annotations:create">,
  request: z.output<typeof annotationsRequestSchema>,
): Promise<AnnotationsResponse> {
  const who = requireAnnotator(access)
  requireAccount(who, request.account)
  const { skipLimit, leaseAhead } = await getAnnotateSetup(access)
  const limits = { skipLimit, leaseMs: leaseLength(leaseAhead) }
  const results: ItemResult[] = []
  let stopped = false
  for (const raw of request.items) {
    const answer: ItemResult = stopped
      ? later(keyOf(raw))
      : await submitItem(who, raw, request.sentAt, limits)
    stopped ||= answer.status === "retry"
    results.push(answer)
  }
  return { account: accountOf(who.userId), serverTime: new Date().toISOString(), results }
}

async function submitItem(who: Annotator, raw: unknown, sentAt: string, limits: Limits): Promise<ItemResult> {
  const parsed = outboxItemSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refused(keyOf(raw), "INVALID_INPUT", `${issue?.path.join(".") || "item"}: ${issue?.message}`)
  }
  const item = parsed.data
  for (let attempt = 1; ; attempt++) {
    try {
      // Before the transaction: inside it, a second connection could wait for itself.
      const versions =
        item.kind === "verdict"
          ? await findVersions(who, item.protocolVersion, item.guidelineVersion)
          : undefined
      const demonstration = await toDemonstration(who, item)
      const marked = await toStoredMarks(who, item)
      const given = { versions, demonstration, sentAt }
      const taken = await transaction((tx) => takeIn(tx, who, marked, given, limits))
      if (taken.gold !== null) await reviewAnsweredGold(who, taken.gold)
      return taken.result
    } catch (error) {
      if (error instanceof DiptychError && error.status < 500)
        return refused(item.key, error.code, error.message)
      const code = (error as { code?: unknown }).code
      // The same key came twice at once, or two transactions crossed: look again.
      if (attempt < 5 && (code === "23505" || code === "40P01" || code === "40001")) continue
      if (toDatabaseError(error)?.code === "UNAVAILABLE") return later(item.key)
      throw error
    }
  }
}

/** What was looked up for an item before its transaction. */
type Given = {
  readonly versions: Versions | undefined
  readonly demonstration: NewDemonstration | null
  readonly sentAt: string
}

/** What the page is told, and the gold task that was answered, which it is never told. */
type TakenIn = { readonly result: ItemResult; readonly gold: string | null }

async function takeIn(
  tx: Sql,
  who: Annotator,
  item: ParsedItem,
  given: Given,
  limits: Limits,
): Promise<TakenIn> {
  const assignment = await lockAssignment(tx, who, item.token)
  // Asked for after the lock: whoever had the key before has committed by now.
  const known = await findReceipt(tx, who, item.key)
  if (known) return { result: result(item.key, known, true), gold: null }
  if (!assignment) {
    throw new DiptychError("NOT_FOUND", "This task is not one of yours in this project.")
  }
  if (item.seq <= assignment.lastSeq) {
    const kept = await keep(tx, who, assignment, item, { status: "SUPERSEDED", revision: null })
    return { result: kept, gold: null }
  }
  const outcome = outcomeOf(item, assignment, limits)
  const revision = await writeRevision(tx, who, { ...given, assignment, item, outcome })
  await updateSlots(tx, who, assignment.taskId, outcome.task)
  await updateAssignment(tx, who, assignment.id, {
    lease: outcome.lease,
    seq: item.seq,
    skip: item.kind === "skip" ? item : null,
    leaseMs: outcome.lease.state === "LEASED" && assignment.state !== "LEASED" ? limits.leaseMs : null,
  })
  await settleTask(tx, who, assignment, outcome)
  const status = outcome.status === "surplus" ? "SURPLUS" : "ACCEPTED"
  const kept = await keep(tx, who, assignment, item, { status, revision })
  return {
    result: kept,
    gold: assignment.purpose === "GOLD" && item.kind === "verdict" ? assignment.taskId : null,
  }
}

/** What an answer more or less means for the task: whether more are wanted, and who gets a slot that came free. */
async function settleTask(
  tx: Sql,
  who: Annotator,
  assignment: LockedAssignment,
  { task }: Outcome,
): Promise<void> {
  const before = assignment.slots
  const adapts = assignment.adaptive && task.counted !== before.counted
  if (!adapts && task.taken >= before.taken) return
  const run = onClient(tx)
  if (adapts) await settleOverlap(run, who.projectId, [assignment.taskId])
  await settleFreed(run, who.projectId, [assignment.taskId])
}

function outcomeOf(item: ParsedItem, assignment: LockedAssignment, { skipLimit }: Limits): Outcome {
  if (item.kind === "verdict") return applyVerdict(assignment.slots, assignment, skipLimit)
  if (item.kind === "undo") return applyUndo(assignment.slots, assignment, skipLimit)
  if (!isSkipReason(item.reason)) {
    throw new DiptychError("INVALID_INPUT", `There is no reason "${item.reason}" for a skip.`)
  }
  return applySkip(assignment.slots, assignment, skipLimit)
}

async function writeRevision(
  tx: Sql,
  who: Annotator,
  {
    assignment,
    item,
    versions,
    demonstration,
    outcome,
    sentAt,
  }: Given & { assignment: LockedAssignment; item: ParsedItem; outcome: Outcome },
): Promise<number | null> {
  if (outcome.writes === null) return null
  const revision = assignment.revision + 1
  if (item.kind !== "verdict" || outcome.writes === "WITHDRAWN") {
    await insertWithdrawal(tx, who, assignment.id, { ...item, sentAt })
    return revision
  }
  if (!versions)
    throw new DiptychError("INVALID_INPUT", "The project has no such protocol or guidelines version.")
  const misfit = findMisfit(item, versions.protocol, assignment.k, assignment.prompted)
  if (misfit) throw new DiptychError("INVALID_INPUT", misfit)
  await insertAnnotation(tx, who, {
    ...item,
    ...versions,
    ...storedAnswer(item, assignment, versions.protocol),
    assignment,
    demonstration,
    revision,
    sentAt,
    blind: !rolePermissions[who.role].includes("results:read"),
    status: outcome.writes,
  })
  return revision
}

/** The answer in terms of stored positions: the only place where the screen's order is undone. */
function storedAnswer(item: VerdictItem, { shown }: LockedAssignment, protocol: Protocol) {
  const toPosition = (panel: number): number => {
    const position = shown[panel]
    if (position === undefined) throw new DiptychError("INVALID_INPUT", "There is no such text in this task.")
    return position
  }
  return {
    comparisons: item.ranks
      ? rankingComparisons(item.ranks, shown)
      : pairComparisons(item, shown, protocol.asks),
    placements: item.ranks ? toPlacements(item.ranks, shown) : [],
    ratings: item.ratings.map(({ panel, ...rest }) => ({ ...rest, position: toPosition(panel) })),
    flags: item.flags.map(({ panel, ...rest }) => ({
      ...rest,
      position: panel === null ? null : toPosition(panel),
    })),
  }
}

async function keep(
  tx: Sql,
  who: Annotator,
  assignment: LockedAssignment,
  item: ParsedItem,
  receipt: Receipt,
): Promise<ItemResult> {
  await insertReceipt(tx, who, assignment.id, item, receipt)
  return result(item.key, receipt, false)
}

const statuses = { ACCEPTED: "accepted", SURPLUS: "surplus", SUPERSEDED: "superseded" } as const

function result(key: string, receipt: Receipt, duplicate: boolean): ItemResult {
  return {
    key,
    status: statuses[receipt.status],
    duplicate,
    revision: receipt.revision,
    code: null,
    message: null,
  }
}

function refused(key: string, code: string, message: string): ItemResult {
  return { key, status: "refused", duplicate: false, revision: null, code, message }
}

function later(key: string): ItemResult {
  const message = "Not saved yet; it is sent again."
  return { key, status: "retry", duplicate: false, revision: null, code: "UNAVAILABLE", message }
}

function keyOf(raw: unknown): string {
  const key = typeof raw === "object" && raw !== null ? (raw as { key?: unknown }).key : undefined
  return typeof key === "string" ? key.slice(0, 64) : ""
}
