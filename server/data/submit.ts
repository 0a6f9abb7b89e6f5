import type { Lease, TaskSlots } from "@/core/annotate/outcome"
import type { Messages } from "@/core/messages"
import type { StoredPreference } from "@/core/verdict"
import type { Annotator } from "@/server/data/annotator"
import { setTaken } from "@/server/data/task-slots"
import type { Sql } from "@/server/data/transaction"

export type Receipt = {
  readonly status: "ACCEPTED" | "SURPLUS" | "SUPERSEDED"
  readonly revision: number | null
}

export type LockedAssignment = Lease & {
  readonly id: string
  readonly taskId: string
  readonly k: number
  /** The task gives a prompt; false only where it is to be written. */
  readonly prompted: boolean
  readonly shown: number[]
  readonly lastSeq: number
  /** Highest revision so far; 0 = none. */
  readonly revision: number
  readonly slots: TaskSlots
  /** The overlap of the project's tasks adapts to their answers. */
  readonly adaptive: boolean
}

/** What this key was answered with before, if it was. */
export async function findReceipt(tx: Sql, who: Annotator, key: string): Promise<Receipt | undefined> {
  const { rows } = await tx.query<Receipt>({
    name: "find-receipt",
    text: `SELECT "status", "revision" FROM "OutboxReceipt" WHERE "annotatorId" = $1::uuid AND "key" = $2`,
    values: [who.userId, key],
  })
  return rows[0]
}

/**
 * The task's row is locked first and always, then the person's assignment: whoever changes slots
 * waits here for whoever does at the moment. Undefined = not an assignment of this person.
 */
export async function lockAssignment(
  tx: Sql,
  who: Annotator,
  token: string,
): Promise<LockedAssignment | undefined> {
  const task = await tx.query<TaskSlots & { id: string; k: number; prompted: boolean }>({
    name: "lock-task",
    text: `SELECT t."id", t."k", t."status", t."overlap", t."taken", t."counted", t."skips",
        t."k" > 0 OR (SELECT p."messages" <> '[]' FROM "Prompt" p WHERE p."id" = t."promptId") AS "prompted"
      FROM "Task" t
      WHERE t."id" = (SELECT a."taskId" FROM "Assignment" a
        WHERE a."token" = $1 AND a."annotatorId" = $2::uuid AND a."projectId" = $3::uuid)
      FOR NO KEY UPDATE`,
    values: [token, who.userId, who.projectId],
  })
  const locked = task.rows[0]
  if (!locked) return undefined
  const assignment = await tx.query<
    Lease & {
      id: string
      taskId: string
      shown: number[]
      lastSeq: string
      revision: number
      adaptive: boolean
    }
  >({
    name: "lock-assignment",
    text: `SELECT a."id", a."taskId", a."purpose", a."state", a."holdsSlot", a."shown", a."lastSeq",
        (SELECT coalesce(max(n."revision"), 0) FROM "Annotation" n WHERE n."assignmentId" = a."id") AS "revision",
        -- Read after the task is locked: a change of the settings meanwhile is seen here, or sees this answer.
        (SELECT p."adaptiveCap" IS NOT NULL FROM "Project" p WHERE p."id" = a."projectId") AS "adaptive"
      FROM "Assignment" a WHERE a."token" = $1 FOR NO KEY UPDATE`,
    values: [token],
  })
  const row = assignment.rows[0]
  if (!row) return undefined
  const { id: _, k, prompted, ...slots } = locked
  return { ...row, k, prompted, lastSeq: Number(row.lastSeq), slots }
}

/** The task's counts after an item, with the columns that follow from them. */
export async function updateSlots(tx: Sql, who: Annotator, taskId: string, slots: TaskSlots): Promise<void> {
  await tx.query({
    name: "update-slots",
    text: `UPDATE "Task" t SET "counted" = $4, "skips" = $5, "status" = $6::"TaskStatus", ${setTaken("$3::int", "$6")}
      WHERE "id" = $1::uuid AND "projectId" = $2::uuid`,
    values: [taskId, who.projectId, slots.taken, slots.counted, slots.skips, slots.status],
  })
}

export type AssignmentChange = {
  readonly lease: Lease
  readonly seq: number
  readonly skip: { readonly reason: string; readonly note: string | null } | null
  /** Set when an undo makes it a lease again: how long it lasts at least, from now. */
  readonly leaseMs: number | null
}

export async function updateAssignment(
  tx: Sql,
  who: Annotator,
  assignmentId: string,
  change: AssignmentChange,
): Promise<void> {
  const { lease, seq, skip, leaseMs } = change
  await tx.query({
    name: "update-assignment",
    text: `UPDATE "Assignment" SET "state" = $3::"AssignmentState", "holdsSlot" = $4, "lastSeq" = $5,
        "skipReason" = $6, "skipNote" = $7,
        "closedAt" = CASE WHEN $3 = 'LEASED' THEN NULL WHEN "state" = $3::"AssignmentState" THEN "closedAt"
          ELSE clock_timestamp() END,
        "leaseExpiresAt" = greatest("leaseExpiresAt",
          clock_timestamp() + make_interval(secs => coalesce($8::float8, -86400000) / 1000))
      WHERE "id" = $1::uuid AND "annotatorId" = $2::uuid`,
    values: [
      assignmentId,
      who.userId,
      lease.state,
      lease.holdsSlot,
      seq,
      skip?.reason ?? null,
      skip?.note ?? null,
      leaseMs,
    ],
  })
}

/** Fails with 23505 where the key was used meanwhile: the caller starts over and finds the receipt. */
export async function insertReceipt(
  tx: Sql,
  who: Annotator,
  assignmentId: string,
  item: { key: string; kind: string; seq: number },
  receipt: Receipt,
): Promise<void> {
  await tx.query({
    name: "insert-receipt",
    text: `INSERT INTO "OutboxReceipt" ("annotatorId", "key", "assignmentId", "kind", "seq", "status", "revision", "item")
      VALUES ($1::uuid, $2, $3::uuid, $4, $5, $6::"ReceiptStatus", $7, $8::jsonb)`,
    values: [
      who.userId,
      item.key,
      assignmentId,
      item.kind,
      item.seq,
      receipt.status,
      receipt.revision,
      receipt.status === "SUPERSEDED" ? JSON.stringify(item) : null,
    ],
  })
}

export type NewAnnotation = {
  readonly assignment: LockedAssignment
  readonly revision: number
  readonly key: string
  readonly protocolId: string
  readonly guidelineId: string | null
  readonly blind: boolean
  readonly status: "ACCEPTED" | "SURPLUS"
  readonly notRankable: boolean
  readonly confidence: number | null
  readonly rationale: string | null
  readonly note: string | null
  readonly editedText: string | null
  readonly inputPath: string
  readonly device: string
  readonly activeMs: number | null
  readonly wallMs: number | null
  readonly scrollDepth: readonly number[]
  readonly shownAt: string | null
  readonly decidedAt: string | null
  readonly sentAt: string
  readonly comparisons: readonly (StoredPreference & {
    readonly criterion: string
    readonly positionA: number
    readonly positionB: number
  })[]
  readonly placements: readonly { readonly position: number; readonly rank: number | null }[]
  readonly ratings: readonly {
    readonly position: number
    readonly criterion: string
    readonly value: number
  }[]
  readonly flags: readonly {
    readonly position: number | null
    readonly type: string
    readonly comment: string | null
    readonly span: { readonly start: number; readonly end: number } | null
  }[]
  readonly demonstration: NewDemonstration | null
}

export type NewDemonstration = {
  readonly promptMessages: Messages | null
  readonly promptKind: string | null
  readonly messages: Messages
  readonly language: string | null
  readonly useCase: string | null
  readonly pastedChars: number
  readonly modelPhrases: readonly string[]
}

/** One revision with all that hangs on it, in one statement. */
export async function insertAnnotation(tx: Sql, who: Annotator, one: NewAnnotation): Promise<void> {
  await tx.query({
    name: "insert-annotation",
    text: `
      WITH a AS (
        INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status",
          "idempotencyKey", "protocolId", "guidelineId", "shown", "blind", "cohort", "notRankable", "confidence",
          "rationale", "note", "editedText", "inputPath", "device", "activeMs", "wallMs", "scrollDepth",
          "clientShownAt", "clientDecidedAt", "clientSentAt", "createdAt")
        VALUES (gen_random_uuid(), $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::"AnnotationStatus",
          $7, $8::uuid, $9::uuid, $10::int[], $11,
          (SELECT "cohort" FROM "Membership" WHERE "projectId" = $1::uuid AND "userId" = $4::uuid),
          $12, $13, $14, $15, $16, $17, $18, $19, $20, $21::float8[], $22, $23, $24, clock_timestamp())
        RETURNING "id", "taskId"
      ), comparisons AS (
        INSERT INTO "Comparison" ("annotationId", "taskId", "positionA", "positionB", "criterion", "preference", "bothBad", "level")
        SELECT a."id", a."taskId", x."positionA", x."positionB", x."criterion", x."preference"::"Preference", x."bothBad", x."level"
        FROM a, jsonb_to_recordset($25::jsonb) AS x("positionA" int, "positionB" int, "criterion" text,
          "preference" text, "bothBad" bool, "level" int)
      ), placements AS (
        INSERT INTO "Placement" ("annotationId", "taskId", "position", "rank")
        SELECT a."id", a."taskId", x."position", x."rank"
        FROM a, jsonb_to_recordset($26::jsonb) AS x("position" int, "rank" int)
      ), ratings AS (
        INSERT INTO "Rating" ("annotationId", "taskId", "position", "criterion", "value")
        SELECT a."id", a."taskId", x."position", x."criterion", x."value"
        FROM a, jsonb_to_recordset($27::jsonb) AS x("position" int, "criterion" text, "value" int)
      ), demonstrations AS (
        INSERT INTO "Demonstration" ("annotationId", "promptMessages", "promptKind", "messages", "language", "useCase",
          "pastedChars", "modelPhrases")
        SELECT a."id", x."promptMessages", x."promptKind", x."messages", x."language", x."useCase", x."pastedChars",
          x."modelPhrases"
        FROM a, jsonb_to_recordset($29::jsonb) AS x("promptMessages" jsonb, "promptKind" text, "messages" jsonb,
          "language" text, "useCase" text, "pastedChars" int, "modelPhrases" text[])
      )
      INSERT INTO "Flag" ("id", "annotationId", "position", "type", "comment", "spanStart", "spanEnd")
      SELECT gen_random_uuid(), a."id", x."position", x."type", x."comment",
        (x."span"->>'start')::int, (x."span"->>'end')::int
      FROM a, jsonb_to_recordset($28::jsonb) AS x("position" int, "type" text, "comment" text, "span" jsonb)`,
    values: [
      who.projectId,
      one.assignment.taskId,
      one.assignment.id,
      who.userId,
      one.revision,
      one.status,
      one.key,
      one.protocolId,
      one.guidelineId,
      one.assignment.shown,
      one.blind,
      one.notRankable,
      one.confidence,
      one.rationale,
      one.note,
      one.editedText,
      one.inputPath,
      one.device,
      one.activeMs,
      one.wallMs,
      one.scrollDepth,
      one.shownAt,
      one.decidedAt,
      one.sentAt,
      JSON.stringify(one.comparisons),
      JSON.stringify(one.placements),
      JSON.stringify(one.ratings),
      JSON.stringify(one.flags),
      JSON.stringify(one.demonstration ? [one.demonstration] : []),
    ],
  })
}

/** The WITHDRAWN revision of an undo: same versions and sides as the answer it takes back. */
export async function insertWithdrawal(
  tx: Sql,
  who: Annotator,
  assignmentId: string,
  item: { key: string; sentAt: string; decidedAt: string | null; inputPath: string },
): Promise<void> {
  await tx.query({
    name: "insert-withdrawal",
    text: `INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status",
        "idempotencyKey", "protocolId", "guidelineId", "shown", "blind", "cohort", "inputPath", "scrollDepth",
        "clientDecidedAt", "clientSentAt", "createdAt")
      SELECT gen_random_uuid(), n."projectId", n."taskId", n."assignmentId", n."annotatorId", n."revision" + 1,
        'WITHDRAWN', $3, n."protocolId", n."guidelineId", n."shown", n."blind", n."cohort", $4, '{}', $5, $6,
        clock_timestamp()
      FROM "Annotation" n WHERE n."assignmentId" = $1::uuid AND n."annotatorId" = $2::uuid
      ORDER BY n."revision" DESC LIMIT 1`,
    values: [assignmentId, who.userId, item.key, item.inputPath, item.decidedAt, item.sentAt],
  })
}
