import type { ConsentVersion, GivenConsent } from "@/core/consent/question"
import { DiptychError } from "@/core/errors"
import { sha256Hex } from "@/core/same-text"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { writeAudit } from "@/server/data/audit"
import { db, pool } from "@/server/data/db"

/** The consent text in force; an empty one = none is asked. Null = there never was one. */
export async function getConsentText(access: ProjectAccess<"project:read">) {
  return db().consentText.findFirst({
    where: { projectId: access.projectId },
    orderBy: { version: "desc" },
    select: { version: true, markdown: true },
  })
}

/** All versions, newest first, each with how many said what to it. */
export async function listConsentVersions(
  access: ProjectAccess<"project:update">,
): Promise<ConsentVersion[]> {
  return db().$queryRaw<ConsentVersion[]>`
    SELECT c."version", c."createdAt", coalesce(nullif(u."name", ''), u."email") AS "by", c."markdown" = '' AS "empty",
      coalesce(n."accepted", 0)::int AS "accepted", coalesce(n."refused", 0)::int AS "refused"
    FROM "ConsentText" c LEFT JOIN "User" u ON u."id" = c."createdById"
      LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE a."accepted") AS "accepted",
          count(*) FILTER (WHERE NOT a."accepted") AS "refused"
        FROM (SELECT DISTINCT ON (b."userId") b."accepted" FROM "ConsentAnswer" b WHERE b."consentId" = c."id"
          ORDER BY b."userId", b."createdAt" DESC, b."id" DESC) a) n ON true
    WHERE c."projectId" = ${access.projectId}::uuid ORDER BY c."version" DESC`
}

/**
 * A new version, which everybody is asked for again; `basedOn` as for the guidelines (0 = none yet). An
 * unchanged text makes no version.
 */
export async function createConsentText(
  access: ProjectAccess<"project:update">,
  input: { readonly markdown: string; readonly basedOn: number },
): Promise<{ version: number }> {
  const { projectId, actor, userId } = access
  const markdown = input.markdown.trim()
  try {
    return await db().$transaction(async (tx) => {
      const last = await tx.consentText.findFirst({
        where: { projectId },
        orderBy: { version: "desc" },
        select: { version: true, hash: true, markdown: true },
      })
      if ((last?.version ?? 0) !== input.basedOn) throw savedMeanwhile()
      if ((last?.markdown ?? "") === markdown) return { version: input.basedOn }
      const hash = sha256Hex(markdown)
      const made = await tx.consentText.create({
        data: { projectId, version: input.basedOn + 1, markdown, hash, createdById: userId },
        select: { id: true, version: true },
      })
      await writeAudit(tx, {
        actor,
        projectId,
        action: "consent:create",
        subjectType: "ConsentText",
        subjectId: made.id,
        before: { version: input.basedOn, hash: last?.hash ?? null },
        after: { version: made.version, hash, asked: markdown !== "" },
      })
      return { version: made.version }
    })
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")
      throw savedMeanwhile()
    throw error
  }
}

function savedMeanwhile(): DiptychError {
  return new DiptychError(
    "CONFLICT",
    "Somebody saved another version while you were writing. Copy your text, reload, and put both together.",
  )
}

export type OwnConsent = {
  readonly consentId: string
  readonly version: number
  readonly markdown: string
  /** Null = not asked yet. */
  readonly accepted: boolean | null
}

/** What is asked of a person now and what they said; null where the project asks for no consent. */
export async function getOwnConsent(
  access: ProjectAccess<"annotations:create">,
  userId: string,
): Promise<OwnConsent | null> {
  const { rows } = await pool().query<OwnConsent>({
    name: "own-consent",
    text: `SELECT c."id" AS "consentId", c."version", c."markdown",
        (SELECT a."accepted" FROM "ConsentAnswer" a WHERE a."consentId" = c."id" AND a."userId" = $2
         ORDER BY a."createdAt" DESC, a."id" DESC LIMIT 1) AS "accepted"
      FROM "ConsentText" c WHERE c."projectId" = $1 ORDER BY c."version" DESC LIMIT 1`,
    values: [access.projectId, userId],
  })
  const row = rows[0]
  return row && row.markdown !== "" ? row : null
}

/** Says yes or no to a version, which must be the one in force; a no after a yes takes it back. */
export async function createConsentAnswer(
  access: ProjectAccess<"annotations:create">,
  userId: string,
  answer: { readonly version: number; readonly accepted: boolean },
): Promise<void> {
  const { projectId, actor } = access
  const { version, accepted } = answer
  const asked = await getOwnConsent(access, userId)
  if (asked?.version !== version) {
    throw new DiptychError("CONFLICT", "The text has changed meanwhile. Reload the page and read it again.")
  }
  await db().$transaction(async (tx) => {
    await tx.consentAnswer.create({ data: { consentId: asked.consentId, userId, accepted } })
    await writeAudit(tx, {
      actor,
      projectId,
      action: accepted ? "consent:accept" : "consent:refuse",
      subjectType: "User",
      subjectId: userId,
      before: { accepted: asked.accepted },
      after: { accepted, version },
    })
  })
}

/** What the person said, project by project, for their account page. */
export async function listGivenConsents(actor: UserActor): Promise<Omit<GivenConsent, "questions">[]> {
  return db().$queryRaw<Omit<GivenConsent, "questions">[]>`
    SELECT DISTINCT ON (p."slug") p."slug", p."name" AS "project", c."version", a."accepted", a."createdAt" AS "at"
    FROM "ConsentAnswer" a JOIN "ConsentText" c ON c."id" = a."consentId" JOIN "Project" p ON p."id" = c."projectId"
      JOIN "Membership" m ON m."projectId" = p."id" AND m."userId" = a."userId"
    WHERE a."userId" = ${actor.userId}::uuid
    ORDER BY p."slug", c."version" DESC, a."createdAt" DESC, a."id" DESC`
}
