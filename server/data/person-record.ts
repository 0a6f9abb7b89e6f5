import { DiptychError } from "@/core/errors"
import type { InstanceAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { writeAudit } from "@/server/data/audit"
import { db, pool } from "@/server/data/db"
import { findDemographicsOf } from "@/server/data/demographics"
import { toEmail } from "@/server/data/email"

/** Everything kept about a person, section by section; `$1` is the person. Secrets and other people's texts are not in it. */
export const sections: readonly (readonly [name: string, sql: string])[] = [
  [
    "account",
    `SELECT "id", "email", "name", "role", "preferences", "createdAt", "lastSeenAt", "passwordHash" IS NOT NULL AS "hasPassword"
     FROM "User" WHERE "id" = $1`,
  ],
  ["providers", `SELECT "provider", "providerAccountId", "createdAt" FROM "Account" WHERE "userId" = $1`],
  [
    "sessions",
    `SELECT "createdAt", "lastSeenAt", "expiresAt", "userAgent" FROM "Session" WHERE "userId" = $1 ORDER BY "id"`,
  ],
  [
    "signInLinks",
    `SELECT "createdAt", "expiresAt", "usedAt" FROM "SignInLink" WHERE "userId" = $1 ORDER BY "id"`,
  ],
  [
    "apiKeys",
    `SELECT "name", "prefix", "scopes", "createdAt", "expiresAt", "revokedAt", "lastUsedAt" FROM "ApiKey"
     WHERE "userId" = $1 ORDER BY "id"`,
  ],
  [
    "memberships",
    `SELECT p."slug" AS "project", m."role", m."cohort", m."pausedAt", m."createdAt" FROM "Membership" m
     JOIN "Project" p ON p."id" = m."projectId" WHERE m."userId" = $1 ORDER BY p."slug"`,
  ],
  [
    "cohorts",
    `SELECT p."slug" AS "project", c."cohort", c."createdAt" FROM "CohortChange" c
     JOIN "Project" p ON p."id" = c."projectId" WHERE c."userId" = $1 ORDER BY c."id"`,
  ],
  [
    "invitations",
    `SELECT i."email", p."slug" AS "project", i."projectRole", i."createdAt", i."acceptedAt" FROM "Invitation" i
     LEFT JOIN "Project" p ON p."id" = i."projectId"
     WHERE i."acceptedById" = $1 OR i."email" = (SELECT "email" FROM "User" WHERE "id" = $1) ORDER BY i."id"`,
  ],
  [
    "consents",
    `SELECT p."slug" AS "project", c."version", a."accepted", a."createdAt", c."markdown" AS "text" FROM "ConsentAnswer" a
     JOIN "ConsentText" c ON c."id" = a."consentId" JOIN "Project" p ON p."id" = c."projectId"
     WHERE a."userId" = $1 ORDER BY a."id"`,
  ],
  [
    "guidelinesRead",
    `SELECT p."slug" AS "project", g."version", r."seenAt", r."confirmedAt" FROM "GuidelineRead" r
     JOIN "Guideline" g ON g."id" = r."guidelineId" JOIN "Project" p ON p."id" = g."projectId"
     WHERE r."userId" = $1 ORDER BY r."seenAt"`,
  ],
  [
    "questions",
    `SELECT p."slug" AS "project", q."text", q."createdAt" FROM "Question" q JOIN "Project" p ON p."id" = q."projectId"
     WHERE q."askedById" = $1 ORDER BY q."id"`,
  ],
  [
    "questionAnswers",
    `SELECT "wording", "answer", "createdAt" FROM "QuestionAnswer" WHERE "answeredById" = $1 ORDER BY "id"`,
  ],
  [
    "skips",
    `SELECT p."slug" AS "project", s."taskId", s."reason", s."note", s."createdAt" FROM "Skip" s
     JOIN "Project" p ON p."id" = s."projectId" WHERE s."annotatorId" = $1 ORDER BY s."id"`,
  ],
  [
    "rulings",
    `SELECT p."slug" AS "project", a."taskId", a."preference", a."bothBad", a."level", a."reason", a."createdAt"
     FROM "Adjudication" a JOIN "Project" p ON p."id" = a."projectId" WHERE a."adjudicatorId" = $1 ORDER BY a."id"`,
  ],
  [
    "screenings",
    `SELECT p."slug" AS "project", s."attempt", s."passed", s."parts", s."reason", s."createdAt" FROM "ScreeningResult" s
     JOIN "Project" p ON p."id" = s."projectId" WHERE s."userId" = $1 ORDER BY s."id"`,
  ],
  [
    "screeningGrades",
    `SELECT p."slug" AS "project", g."attempt", g."part", g."score", g."createdAt" FROM "ScreeningGrade" g
     JOIN "Project" p ON p."id" = g."projectId" WHERE g."userId" = $1 ORDER BY g."id"`,
  ],
  [
    "leftOut",
    `SELECT p."slug" AS "project", e."annotationId", e."fromAt", e."untilAt", e."reason", e."reverses" IS NOT NULL AS "takenBack",
       e."createdAt" FROM "Exclusion" e JOIN "Project" p ON p."id" = e."projectId"
     WHERE e."annotatorId" = $1 OR e."annotationId" IN (SELECT "id" FROM "Annotation" WHERE "annotatorId" = $1)
     ORDER BY e."id"`,
  ],
  [
    "tasksGiven",
    `SELECT p."slug" AS "project", a."taskId", a."state", a."leasedAt", a."closedAt" FROM "Assignment" a
     JOIN "Project" p ON p."id" = a."projectId" WHERE a."annotatorId" = $1 ORDER BY a."id"`,
  ],
  [
    "tasksForYou",
    `SELECT p."slug" AS "project", t."id" AS "taskId" FROM "TaskAssignee" x JOIN "Task" t ON t."id" = x."taskId"
     JOIN "Project" p ON p."id" = t."projectId" WHERE x."userId" = $1 ORDER BY t."id"`,
  ],
  [
    "reviews",
    `SELECT "annotationId", "verdict", "messages", "comment", "createdAt" FROM "DemonstrationReview"
     WHERE "reviewerId" = $1 ORDER BY "id"`,
  ],
  [
    "completionsWritten",
    `SELECT p."slug" AS "project", c."messages", c."createdAt" FROM "Completion" c
     JOIN "Project" p ON p."id" = c."projectId" WHERE c."authorId" = $1 ORDER BY c."id"`,
  ],
  [
    "unusedItems",
    `SELECT "kind", "item", "createdAt" FROM "OutboxReceipt" WHERE "annotatorId" = $1 AND "item" IS NOT NULL
     ORDER BY "createdAt", "key"`,
  ],
  [
    "auditLog",
    `SELECT "at", "action", "actorId" = $1 AS "doneByYou", "subjectType", "subjectId", "before", "after" FROM "AuditEvent"
     WHERE "actorId" = $1 OR ("subjectType" = 'User' AND "subjectId" = $1::text) ORDER BY "at", "id"`,
  ],
]

const annotations = `SELECT a."id", p."slug" AS "project", a."taskId", a."revision", a."status", a."shown", a."blind",
    a."cohort", a."notRankable", a."confidence", a."rationale", a."note", a."editedText", a."inputPath", a."device",
    a."activeMs", a."wallMs", a."scrollDepth", a."clientShownAt", a."clientDecidedAt", a."clientSentAt", a."createdAt",
    (SELECT json_agg(json_build_object('positionA', c."positionA", 'positionB', c."positionB", 'criterion', c."criterion",
      'preference', c."preference", 'bothBad', c."bothBad", 'level', c."level")) FROM "Comparison" c
      WHERE c."annotationId" = a."id") AS "comparisons",
    (SELECT json_agg(json_build_object('position', l."position", 'criterion', l."criterion", 'rank', l."rank"))
      FROM "Placement" l WHERE l."annotationId" = a."id") AS "placements",
    (SELECT json_agg(json_build_object('position', r."position", 'criterion', r."criterion", 'value', r."value"))
      FROM "Rating" r WHERE r."annotationId" = a."id") AS "ratings",
    (SELECT json_agg(json_build_object('position', f."position", 'type', f."type", 'comment', f."comment",
      'from', f."spanStart", 'to', f."spanEnd"))
      FROM "Flag" f WHERE f."annotationId" = a."id") AS "flags",
    (SELECT json_build_object('prompt', d."promptMessages", 'messages', d."messages") FROM "Demonstration" d
      WHERE d."annotationId" = a."id") AS "demonstration"
  FROM "Annotation" a JOIN "Project" p ON p."id" = a."projectId"
  WHERE a."annotatorId" = $1 AND a."id" > $2 ORDER BY a."id" LIMIT 500`

export type PersonToExport = { readonly id: string; readonly email: string }

export async function findPersonToExport(
  _access: InstanceAccess<"users:manage">,
  who: { readonly userId: string } | { readonly email: string },
): Promise<PersonToExport> {
  const where = "userId" in who ? { id: who.userId } : { email: toEmail(who.email) }
  const user = await db().user.findFirst({
    where: { ...where, erasedAt: null },
    select: { id: true, email: true },
  })
  if (!user) throw new DiptychError("NOT_FOUND", "There is no such person here.")
  return user
}

/**
 * Everything about a person as one JSON document, in pieces as it is read; memory stays flat. That it was
 * asked for stands in the audit log first.
 */
export async function* readPersonRecord(
  access: InstanceAccess<"users:manage"> | UserActor,
  person: { readonly id: string },
): AsyncGenerator<string> {
  const actor = "actor" in access ? access.actor : access
  await db().$transaction(async (tx) =>
    writeAudit(tx, { actor, action: "person:export", subjectType: "User", subjectId: person.id }),
  )
  yield "{"
  for (const [name, sql] of sections) {
    const { rows } = await pool().query<{ row: string }>(
      `SELECT row_to_json(x)::text AS "row" FROM (${sql}) x`,
      [person.id],
    )
    yield `"${name}":[${rows.map(({ row }) => row).join(",\n")}],`
  }
  const { answers } = await findDemographicsOf(db(), person.id)
  yield `"demographics":${JSON.stringify(answers)},`
  yield `"annotations":[`
  let [after, first] = ["00000000-0000-0000-0000-000000000000", true]
  for (;;) {
    const { rows } = await pool().query<{ id: string; row: string }>(
      `SELECT x."id", row_to_json(x)::text AS "row" FROM (${annotations}) x`,
      [person.id, after],
    )
    for (const { id, row } of rows) {
      yield first ? row : `,${row}`
      first = false
      after = id
    }
    if (rows.length < 500) break
  }
  yield "]}"
}
