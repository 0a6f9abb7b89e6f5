import type { QuestionRow } from "@/core/lists/question-row"
import type { QuestionQuery } from "@/core/lists/question-query"
import { questionsPerPage } from "@/core/lists/question-query"
import { DiptychError } from "@/core/errors"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"

/** The newest answer of each question; null in it takes the one before back. Alias `q` for "Question". */
const newestAnswer = Prisma.sql`LATERAL (SELECT n.* FROM "QuestionAnswer" n WHERE n."questionId" = q."id"
  ORDER BY n."createdAt" DESC, n."id" DESC LIMIT 1)`

export type NewQuestion = {
  readonly key: string
  readonly text: string
  /** The browser's name of the task in view; null = about the project as a whole. */
  readonly token: string | null
  readonly guidelineVersion: number | null
}

/** Keeps a question; the same key again is the same question. */
export async function createQuestion(
  access: ProjectAccess<"annotations:create">,
  userId: string,
  question: NewQuestion,
): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const known = await tx.question.findUnique({
      where: { askedById_key: { askedById: userId, key: question.key } },
      select: { id: true },
    })
    if (known) return
    const about =
      question.token === null
        ? null
        : await tx.assignment.findFirst({
            where: { token: question.token, annotatorId: userId, projectId },
            select: { taskId: true },
          })
    if (question.token !== null && !about) {
      throw new DiptychError("NOT_FOUND", "This task is not one of yours in this project.")
    }
    const made = await tx.question.create({
      data: {
        projectId,
        taskId: about?.taskId ?? null,
        askedById: userId,
        key: question.key,
        text: question.text,
        guidelineVersion: question.guidelineVersion,
      },
      select: { id: true },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "question:create",
      subjectType: "Question",
      subjectId: made.id,
      after: { task: about?.taskId ?? null },
    })
  })
}

export type Answer = {
  readonly wording: string
  readonly answer: string
  readonly at: Date
  readonly own: boolean
}

/** What everybody who annotates may read: questions with an answer in force, newest answer first. */
export async function listAnswers(
  access: ProjectAccess<"annotations:create">,
  userId: string,
): Promise<Answer[]> {
  return db().$queryRaw<Answer[]>`
    SELECT a."wording", a."answer", a."createdAt" AS "at", q."askedById" = ${userId}::uuid AS "own"
    FROM "Question" q JOIN ${newestAnswer} a ON a."answer" IS NOT NULL
    WHERE q."projectId" = ${access.projectId}::uuid ORDER BY a."createdAt" DESC, a."id" DESC LIMIT 500`
}

/** Changes with every answer of the project; cheap enough to ask at each lease. */
export async function getAnswersStamp(access: ProjectAccess<"annotations:create">): Promise<string> {
  const [row] = await db().$queryRaw<[{ n: number; last: Date | null }]>`
    SELECT count(*)::int AS "n", max(n."createdAt") AS "last"
    FROM "Question" q JOIN "QuestionAnswer" n ON n."questionId" = q."id"
    WHERE q."projectId" = ${access.projectId}::uuid`
  return `${row.n}:${row.last?.toISOString() ?? ""}`
}

/** One page of a project's questions, open ones first, with the task each is about. */
export async function listQuestions(
  access: ProjectAccess<"questions:answer" | "tasks:read">,
  query: QuestionQuery,
): Promise<{ rows: QuestionRow[]; total: number }> {
  const state =
    query.state === "open"
      ? Prisma.sql`AND a."answer" IS NULL`
      : query.state === "answered"
        ? Prisma.sql`AND a."answer" IS NOT NULL`
        : Prisma.empty
  const from = Prisma.sql`"Question" q LEFT JOIN ${newestAnswer} a ON true
    WHERE q."projectId" = ${access.projectId}::uuid ${state}`
  const [counts, rows] = await Promise.all([
    db().$queryRaw<[{ total: number }]>`SELECT count(*)::int AS "total" FROM ${from}`,
    db().$queryRaw<QuestionRow[]>`
      SELECT page.*, coalesce(nullif(u."name", ''), u."email") AS "askedBy",
        coalesce(nullif(w."name", ''), w."email") AS "answeredBy",
        coalesce(left(p."messages" -> -1 ->> 'content', 240), '') AS "prompt",
        (SELECT min(g."version") FROM "Guideline" g WHERE g."questionId" = page."id") AS "takenInto"
      FROM (
        SELECT q."id", q."text", q."taskId", q."askedById", q."guidelineVersion", q."createdAt", a."wording", a."answer",
          a."answeredById", a."createdAt" AS "answeredAt",
          row_number() OVER (ORDER BY a."answer" IS NOT NULL, q."createdAt" DESC, q."id" DESC) AS "place"
        FROM ${from} ORDER BY "place"
        LIMIT ${questionsPerPage} OFFSET ${(query.page - 1) * questionsPerPage}
      ) page
      JOIN "User" u ON u."id" = page."askedById"
      LEFT JOIN "User" w ON w."id" = page."answeredById"
      LEFT JOIN "Task" t ON t."id" = page."taskId" LEFT JOIN "Prompt" p ON p."id" = t."promptId"
      ORDER BY page."place"`,
  ])
  return { rows, total: counts[0].total }
}

/** Answers a question for everybody, or takes its answer back (null). A row more; the newest holds. */
export async function answerQuestion(
  access: ProjectAccess<"questions:answer">,
  input: { readonly id: string; readonly wording: string; readonly answer: string | null },
): Promise<void> {
  const { projectId, actor, userId } = access
  if (userId === null) throw new DiptychError("FORBIDDEN", "Only a person who is signed in can answer.")
  await db().$transaction(async (tx) => {
    // The question's row is the lock: two answers at once come one after the other.
    const [question] = await tx.$queryRaw<{ text: string }[]>`
      SELECT "text" FROM "Question" WHERE "id" = ${input.id}::uuid AND "projectId" = ${projectId}::uuid FOR NO KEY UPDATE`
    if (!question) throw new DiptychError("NOT_FOUND", "There is no such question in this project.")
    const last = await tx.questionAnswer.findFirst({
      where: { questionId: input.id },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    })
    const wording = input.wording === "" ? question.text : input.wording
    if ((last?.answer ?? null) === input.answer && (input.answer === null || last?.wording === wording))
      return
    const made = await tx.questionAnswer.create({
      data: {
        questionId: input.id,
        wording,
        answer: input.answer,
        answeredById: userId,
        createdAt: new Date(Math.max(Date.now(), (last?.createdAt.getTime() ?? 0) + 1)),
      },
      select: { id: true },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: input.answer === null ? "question:withdraw-answer" : "question:answer",
      subjectType: "Question",
      subjectId: input.id,
      before: { answer: last?.id ?? null },
      after: { answer: made.id },
    })
  })
}

/** A question with the answer in force, for writing it into the guidelines; undefined where there is none. */
export async function findAnswer(
  access: ProjectAccess<"questions:answer">,
  id: string,
): Promise<{ wording: string; answer: string } | undefined> {
  const rows = await db().$queryRaw<{ wording: string; answer: string }[]>`
    SELECT a."wording", a."answer" FROM "Question" q JOIN ${newestAnswer} a ON a."answer" IS NOT NULL
    WHERE q."projectId" = ${access.projectId}::uuid AND q."id" = ${id}::uuid`
  return rows[0]
}
