import type { DemonstrationQuery, DemonstrationState } from "@/core/lists/demonstration-query"
import { demonstrationsPerPage } from "@/core/lists/demonstration-query"
import type {
  DemonstrationReviewRow,
  DemonstrationRow,
  DemonstrationView,
} from "@/core/lists/demonstration-row"
import type { Messages } from "@/core/messages"
import { messagesSchema } from "@/core/messages"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { isCounted } from "@/server/data/counted-annotations"

type Reader = ProjectAccess<"adjudications:create">

/**
 * Written texts of a project, one row each: its newest handed-in revision and its newest review. What
 * came back and was handed in again waits again; a revision that came back and was not is `returned`.
 */
const texts = (projectId: string) => Prisma.sql`
  SELECT a."id", a."annotatorId", a."createdAt", a."taskId", d.*, v."verdict",
    CASE WHEN v."verdict" IS NULL THEN 'waiting' WHEN v."verdict" = 'RETURN' THEN 'returned' ELSE 'accepted' END AS "state"
  FROM "Annotation" a JOIN "Demonstration" d ON d."annotationId" = a."id" JOIN "Assignment" s ON s."id" = a."assignmentId"
  LEFT JOIN LATERAL (SELECT r."verdict" FROM "DemonstrationReview" r WHERE r."annotationId" = a."id"
    ORDER BY r."createdAt" DESC, r."id" DESC LIMIT 1) v ON true
  WHERE a."projectId" = ${projectId}::uuid AND (${isCounted} OR (v."verdict" = 'RETURN' AND NOT EXISTS (
    SELECT 1 FROM "Annotation" n WHERE n."assignmentId" = a."assignmentId" AND n."revision" > a."revision"
      AND n."status" <> 'WITHDRAWN')))`

export async function listDemonstrations(
  access: Reader,
  query: DemonstrationQuery,
): Promise<{ rows: DemonstrationRow[]; counts: Record<DemonstrationState, number> }> {
  const [counted, rows] = await Promise.all([
    db().$queryRaw<{ state: DemonstrationState; n: number }[]>`
      SELECT x."state", count(*)::int AS "n" FROM (${texts(access.projectId)}) x GROUP BY 1`,
    db().$queryRaw<(Omit<DemonstrationRow, "chars"> & { messages: unknown })[]>`
      SELECT x."id", left(x."messages" -> 0 ->> 'content', 240) AS "answer", x."messages", x."useCase", x."language",
        coalesce(cardinality(x."modelPhrases"), 0) AS "phrases", x."createdAt"
      FROM (${texts(access.projectId)}) x WHERE x."state" = ${query.state}
      ORDER BY x."createdAt", x."id" LIMIT ${demonstrationsPerPage} OFFSET ${(query.page - 1) * demonstrationsPerPage}`,
  ])
  const counts = { waiting: 0, accepted: 0, returned: 0 }
  for (const { state, n } of counted) counts[state] = n
  return {
    rows: rows.map(({ messages, ...row }) => ({ ...row, chars: lengthOf(messagesSchema.parse(messages)) })),
    counts,
  }
}

/** Reviewers begin at different ones of the oldest, so that two seldom open the same. */
const lookAhead = 20

/** The text that is asked for, or the next one that waits and is not the person's own. */
export async function findDemonstration(access: Reader, id: string): Promise<DemonstrationView | undefined> {
  const { userId } = access
  const which =
    id === ""
      ? Prisma.sql`SELECT y.* FROM (SELECT x.* FROM (${texts(access.projectId)}) x
          WHERE x."state" = 'waiting' AND x."annotatorId" <> ${userId}::uuid
          ORDER BY x."createdAt", x."id" LIMIT ${lookAhead}) y
        ORDER BY md5(y."id"::text || ${userId ?? ""}) COLLATE "C" LIMIT 1`
      : Prisma.sql`SELECT x.* FROM (${texts(access.projectId)}) x WHERE x."id" = ${id}::uuid`
  const [row] = await db().$queryRaw<TextRow[]>`
    SELECT w."id", w."state", w."annotatorId" = ${userId}::uuid AS "own", p."messages" AS "given", w."promptMessages",
      w."promptKind", w."messages", w."useCase", w."language", w."pastedChars", w."modelPhrases"
    FROM (${which}) w JOIN "Task" t ON t."id" = w."taskId" JOIN "Prompt" p ON p."id" = t."promptId"`
  if (!row) return undefined
  const reviews = await db().demonstrationReview.findMany({
    where: { annotationId: row.id },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { verdict: true, comment: true, messages: true, createdAt: true },
  })
  const written = row.promptMessages === null ? null : messagesSchema.parse(row.promptMessages)
  const answer = messagesSchema.parse(row.messages)
  const handedIn = lengthOf(answer) + lengthOf(written ?? [])
  return {
    id: row.id,
    state: row.state,
    own: row.own ?? false,
    prompt: written ?? messagesSchema.parse(row.given),
    promptWritten: written !== null,
    promptKind: row.promptKind,
    answer: answer[0]?.content ?? "",
    chars: lengthOf(answer),
    useCase: row.useCase,
    language: row.language,
    pastedShare: handedIn === 0 ? 0 : Math.min(1, row.pastedChars / handedIn),
    modelPhrases: row.modelPhrases ?? [],
    reviews: reviews.map(
      ({ messages, ...one }): DemonstrationReviewRow => ({
        ...one,
        edited: messages === null ? null : (messagesSchema.parse(messages)[0]?.content ?? ""),
      }),
    ),
  }
}

type TextRow = {
  id: string
  state: DemonstrationState
  own: boolean | null
  given: unknown
  promptMessages: unknown
  promptKind: string | null
  messages: unknown
  useCase: string | null
  language: string | null
  pastedChars: number
  modelPhrases: string[] | null
}

/** In UTF-16 units, as everywhere: of the text as it was handed in, white space at its ends too. */
function lengthOf(messages: Messages): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0)
}
