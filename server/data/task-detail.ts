import type { TaskAssignment, TaskDetail, TaskRuling, TaskText } from "@/core/lists/task-detail"
import { DiptychError } from "@/core/errors"
import { goldAnswerSchema } from "@/core/gold"
import type { AnnotationState } from "@/core/lists/annotation-query"
import type { TaskState } from "@/core/lists/task-query"
import { messagesSchema } from "@/core/messages"
import type { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { annotationState, isLatest } from "@/server/data/counted-annotations"
import { db } from "@/server/data/db"
import { taskState } from "@/server/data/task-state"

/** Everything on one task, for those who may see models and answers. NOT_FOUND in any other project. */
export async function getTask(
  access: ProjectAccess<"tasks:read" | "annotations:read" | "results:read">,
  taskId: string,
): Promise<TaskDetail> {
  const task = await db().task.findFirst({
    where: { id: taskId, projectId: access.projectId },
    select: {
      id: true,
      kind: true,
      overlap: true,
      counted: true,
      taken: true,
      skips: true,
      doubleJudged: true,
      createdAt: true,
      gold: {
        select: {
          preference: true,
          bothBad: true,
          answer: true,
          reason: true,
          retiredAt: true,
          retiredReason: true,
        },
      },
      prompt: {
        select: { externalId: true, tags: true, messages: true, split: { select: { split: true } } },
      },
    },
  })
  if (!task) throw new DiptychError("NOT_FOUND", "There is no such task in this project.")
  const [texts, assignments, state, rulings] = await Promise.all([
    listTexts(taskId),
    listAssignments(taskId),
    getState(taskId),
    listRulings(taskId),
  ])
  const { prompt, gold, ...rest } = task
  return {
    ...rest,
    gold: gold && { ...gold, answer: goldAnswerSchema.nullable().parse(gold.answer) },
    state,
    prompt: {
      externalId: prompt.externalId,
      tags: prompt.tags,
      split: prompt.split?.split ?? null,
      messages: messagesSchema.parse(prompt.messages),
    },
    texts,
    assignments,
    rulings,
  }
}

async function listRulings(taskId: string): Promise<TaskRuling[]> {
  return db().$queryRaw<TaskRuling[]>`
    SELECT j."id", coalesce(nullif(u."name", ''), u."email", 'a former member') AS "by", j."createdAt", j."criterion",
      j."positionA", j."positionB", j."preference", j."bothBad", j."level", j."reason", j."sawVotes", j."shown",
      row_number() OVER (PARTITION BY j."criterion", j."positionA", j."positionB"
        ORDER BY j."createdAt" DESC, j."id" DESC) = 1 AS "holds"
    FROM "Adjudication" j LEFT JOIN "User" u ON u."id" = j."adjudicatorId"
    WHERE j."taskId" = ${taskId}::uuid ORDER BY j."createdAt" DESC, j."id" DESC`
}

async function getState(taskId: string): Promise<TaskState> {
  const [row] = await db().$queryRaw<{ state: TaskState }[]>`
    SELECT ${taskState} AS "state" FROM "Task" t WHERE t."id" = ${taskId}::uuid`
  return row?.state ?? "open"
}

async function listTexts(taskId: string): Promise<TaskText[]> {
  const rows = await db().$queryRaw<(Omit<TaskText, "messages"> & { messages: unknown })[]>`
    SELECT tc."position", c."hash", c."messages", c."isEmpty",
      ARRAY(SELECT DISTINCT m."key" FROM "Completion" same JOIN "Model" m ON m."id" = same."modelId"
        WHERE same."promptId" = c."promptId" AND same."hash" = c."hash" ORDER BY 1) AS "models"
    FROM "TaskCompletion" tc JOIN "Completion" c ON c."id" = tc."completionId"
    WHERE tc."taskId" = ${taskId}::uuid ORDER BY tc."position"`
  return rows.map((row) => ({ ...row, messages: messagesSchema.parse(row.messages) }))
}

async function listAssignments(taskId: string): Promise<TaskAssignment[]> {
  const assignments = await db().assignment.findMany({
    where: { taskId },
    orderBy: [{ leasedAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      purpose: true,
      state: true,
      shown: true,
      leasedAt: true,
      leaseExpiresAt: true,
      skipReason: true,
      skipNote: true,
      annotator: { select: { name: true, email: true } },
      annotations: { orderBy: { revision: "asc" }, select: answerFields },
    },
  })
  const states = await latestStates(taskId)
  return assignments.map(({ annotator, annotations, ...rest }) => ({
    ...rest,
    ...annotator,
    answers: annotations.map((answer) => ({ ...answer, state: states.get(answer.id) ?? null })),
  }))
}

async function latestStates(taskId: string): Promise<ReadonlyMap<string, AnnotationState>> {
  const rows = await db().$queryRaw<{ id: string; state: AnnotationState }[]>`
    SELECT a."id", ${annotationState} AS "state"
    FROM "Annotation" a JOIN "Assignment" s ON s."id" = a."assignmentId"
    WHERE a."taskId" = ${taskId}::uuid AND ${isLatest}`
  return new Map(rows.map((row) => [row.id, row.state]))
}

const answerFields = {
  id: true,
  revision: true,
  createdAt: true,
  status: true,
  shown: true,
  notRankable: true,
  confidence: true,
  rationale: true,
  note: true,
  editedText: true,
  activeMs: true,
  device: true,
  inputPath: true,
  comparisons: {
    orderBy: [{ criterion: "asc" }, { positionA: "asc" }, { positionB: "asc" }],
    select: {
      criterion: true,
      positionA: true,
      positionB: true,
      preference: true,
      bothBad: true,
      level: true,
    },
  },
  ratings: {
    orderBy: [{ criterion: "asc" }, { position: "asc" }],
    select: { criterion: true, position: true, value: true },
  },
  flags: {
    orderBy: { id: "asc" },
    select: { id: true, type: true, position: true, comment: true, spanStart: true, spanEnd: true },
  },
} satisfies Prisma.AnnotationSelect
