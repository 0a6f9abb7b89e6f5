import { randomBytes } from "node:crypto"
import { applyUndo } from "@/core/annotate/outcome"
import type { Lease, TaskSlots } from "@/core/annotate/outcome"
import { DiptychError } from "@/core/errors"
import { sameTextForm } from "@/core/same-text"
import type { ProjectAccess } from "@/server/access"
import { insertAudit } from "@/server/data/insert-audit"
import { setTaken } from "@/server/data/task-slots"
import type { Sql } from "@/server/data/transaction"
import { transaction } from "@/server/data/transaction"

export type Reviewer = ProjectAccess<"adjudications:create"> & { readonly userId: string }

export type NewReview = {
  /** The text, by its annotation. */
  readonly id: string
  /** How many reviews the person had before them: CONFLICT where there are more by now. */
  readonly seen: number
  readonly verdict: "ACCEPT" | "RETURN"
  /** The text as it should be; where it differs, accepting it is an edit. */
  readonly answer: string
  /** Why it goes back. */
  readonly comment: string
}

type Locked = {
  taskId: string
  assignmentId: string
  authorId: string
  answer: string
  reviews: number
  newest: number
  handedIn: boolean
  isMember: boolean
  skipLimit: number
  slots: TaskSlots
  lease: Lease
}

/** How long a text that came back is kept for its author. */
const keptDays = 30

/**
 * Writes a second person's review: a row more, never a changed one; the newest holds. A text that goes
 * back is withdrawn for its author, who gets the task again, with the text, the reason and the slot.
 * Refused: FORBIDDEN for one's own text, CONFLICT where somebody reviewed or rewrote it meanwhile.
 */
export async function reviewDemonstration(
  who: Reviewer,
  review: NewReview,
): Promise<{ verdict: "ACCEPT" | "EDIT" | "RETURN" }> {
  return transaction(async (tx) => {
    const text = await lockText(tx, who, review.id)
    requireReviewable(who, review, text)
    const edited = sameTextForm(review.answer) !== sameTextForm(text.answer)
    const verdict = review.verdict === "RETURN" ? "RETURN" : edited ? "EDIT" : "ACCEPT"
    await tx.query(
      // A millisecond after the one before, whatever the clocks of several app processes say.
      `INSERT INTO "DemonstrationReview" ("id", "annotationId", "reviewerId", "verdict", "messages", "comment", "createdAt")
       SELECT gen_random_uuid(), $1::uuid, $2::uuid, $3::"ReviewVerdict", $4::jsonb, $5, greatest(clock_timestamp(),
         (SELECT max(v."createdAt") + interval '1 millisecond' FROM "DemonstrationReview" v WHERE v."annotationId" = $1::uuid))`,
      [
        review.id,
        who.userId,
        verdict,
        verdict === "EDIT" ? JSON.stringify([{ role: "assistant", content: review.answer }]) : null,
        review.comment,
      ],
    )
    if (verdict === "RETURN") await giveBack(tx, who, review.id, text)
    await insertAudit(tx, {
      actor: who.actor,
      projectId: who.projectId,
      action: "demonstration:review",
      subjectType: "Annotation",
      subjectId: review.id,
      after: { verdict, task: text.taskId },
    })
    return { verdict }
  })
}

function requireReviewable(who: Reviewer, review: NewReview, text: Locked): void {
  if (text.authorId === who.userId) {
    throw new DiptychError("FORBIDDEN", "You wrote this text: somebody else reviews it.")
  }
  if (!text.handedIn || text.newest > 0 || text.reviews !== review.seen) {
    throw new DiptychError(
      "CONFLICT",
      "While it lay before you, somebody else reviewed this text, or its author took it back. Nothing was changed.",
      { reason: "reviewed-meanwhile" },
    )
  }
  if (review.verdict === "ACCEPT" && review.answer.trim() === "") {
    throw new DiptychError("INVALID_INPUT", "The text is empty: send it back with a reason instead.", {
      fields: { answer: ["Expected at least one character."] },
    })
  }
  if (review.verdict !== "RETURN") return
  if (review.comment === "") {
    throw new DiptychError("INVALID_INPUT", "Say what the author should change.", {
      fields: { comment: ["Say what the author should change."] },
    })
  }
  if (!text.isMember) {
    throw new DiptychError(
      "CONFLICT",
      "Its author is no longer in the project, so nobody could rewrite it. Edit it, or leave it out by excluding the annotation.",
    )
  }
}

/** The task's row first, as everywhere, then the assignment; nobody hands in or takes back meanwhile. */
async function lockText(tx: Sql, who: Reviewer, id: string): Promise<Locked> {
  const task = await tx.query<TaskSlots & { id: string; skipLimit: number }>(
    `SELECT t."id", t."status", t."overlap", t."taken", t."counted", t."skips", p."skipLimit"
     FROM "Task" t JOIN "Project" p ON p."id" = t."projectId"
     WHERE t."id" = (SELECT a."taskId" FROM "Annotation" a JOIN "Demonstration" d ON d."annotationId" = a."id"
       WHERE a."id" = $1::uuid AND a."projectId" = $2::uuid) FOR NO KEY UPDATE OF t`,
    [id, who.projectId],
  )
  const locked = task.rows[0]
  if (!locked) throw new DiptychError("NOT_FOUND", "There is no such text in this project.")
  const { rows } = await tx.query<Omit<Locked, "taskId" | "skipLimit" | "slots" | "lease"> & Lease>(
    `SELECT s."id" AS "assignmentId", s."purpose", s."state", s."holdsSlot", a."annotatorId" AS "authorId",
       d."messages" -> 0 ->> 'content' AS "answer", a."status" = 'ACCEPTED' AS "handedIn",
       (SELECT count(*)::int FROM "DemonstrationReview" v WHERE v."annotationId" = a."id") AS "reviews",
       (SELECT count(*)::int FROM "Annotation" n WHERE n."assignmentId" = s."id" AND n."revision" > a."revision") AS "newest",
       EXISTS (SELECT 1 FROM "Membership" m WHERE m."projectId" = a."projectId" AND m."userId" = a."annotatorId") AS "isMember"
     FROM "Annotation" a JOIN "Demonstration" d ON d."annotationId" = a."id" JOIN "Assignment" s ON s."id" = a."assignmentId"
     WHERE a."id" = $1::uuid FOR NO KEY UPDATE OF s`,
    [id],
  )
  const row = rows[0]
  if (!row) throw new DiptychError("NOT_FOUND", "There is no such text in this project.")
  const { purpose, state, holdsSlot, ...rest } = row
  const { id: taskId, skipLimit, ...slots } = locked
  return { ...rest, taskId, skipLimit, slots, lease: { purpose, state, holdsSlot } }
}

/**
 * The author's task again: an undo that the reviewer made. Under a new token, so that a page that has
 * done the task shows it again, and nothing of before can be taken for an answer to it.
 */
async function giveBack(tx: Sql, who: Reviewer, annotationId: string, text: Locked): Promise<void> {
  const { task, lease } = applyUndo(text.slots, text.lease, text.skipLimit)
  await tx.query(
    `INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status",
       "idempotencyKey", "protocolId", "guidelineId", "shown", "blind", "cohort", "inputPath", "scrollDepth", "createdAt")
     SELECT gen_random_uuid(), a."projectId", a."taskId", a."assignmentId", a."annotatorId", a."revision" + 1, 'WITHDRAWN',
       'return-' || a."id", a."protocolId", a."guidelineId", a."shown", a."blind", a."cohort", 'review', '{}', clock_timestamp()
     FROM "Annotation" a WHERE a."id" = $1::uuid`,
    [annotationId],
  )
  await tx.query(
    `UPDATE "Task" t SET "counted" = $3, "skips" = $4, "status" = $5::"TaskStatus", ${setTaken("$2::int", "$5")}
     WHERE "id" = $1::uuid AND "projectId" = $6::uuid`,
    [text.taskId, task.taken, task.counted, task.skips, task.status, who.projectId],
  )
  await tx.query(
    `UPDATE "Assignment" SET "state" = $2::"AssignmentState", "holdsSlot" = $3, "token" = $4, "lastSeq" = 0,
       "closedAt" = NULL, "leasedAt" = clock_timestamp(),
       "leaseExpiresAt" = clock_timestamp() + make_interval(days => ${keptDays})
     WHERE "id" = $1::uuid`,
    [text.assignmentId, lease.state, lease.holdsSlot, randomBytes(16).toString("base64url")],
  )
}
