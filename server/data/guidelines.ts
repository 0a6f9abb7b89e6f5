import type { GuidelineVersion } from "@/core/lists/guideline-version"
import { DiptychError } from "@/core/errors"
import { sha256Hex } from "@/core/same-text"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db } from "@/server/data/db"

/** The guidelines in force, or null where there are none yet. */
export async function getGuideline(access: ProjectAccess<"project:read">, version?: number) {
  return db().guideline.findFirst({
    where: { projectId: access.projectId, ...(version !== undefined && { version }) },
    orderBy: { version: "desc" },
    select: { id: true, version: true, markdown: true, hash: true, confirmRequired: true, createdAt: true },
  })
}

/** All versions, newest first. */
export async function listGuidelineVersions(
  access: ProjectAccess<"project:read">,
): Promise<GuidelineVersion[]> {
  return db().$queryRaw<GuidelineVersion[]>`
    SELECT g."version", g."createdAt", g."confirmRequired", length(g."markdown") AS "chars",
      coalesce(nullif(u."name", ''), u."email") AS "by",
      (SELECT count(*)::int FROM "Annotation" a WHERE a."guidelineId" = g."id") AS "annotations"
    FROM "Guideline" g LEFT JOIN "User" u ON u."id" = g."createdById"
    WHERE g."projectId" = ${access.projectId}::uuid ORDER BY g."version" DESC`
}

/**
 * A new version; the ones before stay as they were. `basedOn` is the version the writer began from (0 =
 * none): if another one was saved meanwhile, CONFLICT, so that nobody overwrites a colleague unseen.
 * An unchanged text makes no version.
 */
export async function createGuideline(
  access: ProjectAccess<"guidelines:update">,
  input: { markdown: string; confirmRequired: boolean; basedOn: number; questionId?: string | undefined },
): Promise<{ version: number }> {
  const { projectId, actor, userId } = access
  try {
    return await db().$transaction(async (tx) => {
      const last = await tx.guideline.findFirst({
        where: { projectId },
        orderBy: { version: "desc" },
        select: { version: true, hash: true, confirmRequired: true },
      })
      if ((last?.version ?? 0) !== input.basedOn) throw savedMeanwhile(last?.version ?? 0)
      const hash = sha256Hex(input.markdown)
      if (last?.hash === hash && last.confirmRequired === input.confirmRequired)
        return { version: last.version }
      const question =
        input.questionId === undefined
          ? null
          : await tx.question.findFirst({ where: { id: input.questionId, projectId }, select: { id: true } })
      const made = await tx.guideline.create({
        data: {
          projectId,
          version: input.basedOn + 1,
          markdown: input.markdown,
          hash,
          confirmRequired: input.confirmRequired,
          questionId: question?.id ?? null,
          createdById: userId,
        },
        select: { id: true, version: true },
      })
      await writeAudit(tx, {
        actor,
        projectId,
        action: "guidelines:create",
        subjectType: "Guideline",
        subjectId: made.id,
        before: { version: last?.version ?? 0, hash: last?.hash ?? null },
        after: {
          version: made.version,
          hash,
          confirmRequired: input.confirmRequired,
          ...(question && { question: question.id }),
        },
      })
      return { version: made.version }
    })
  } catch (error) {
    // Two saves at the same moment: the unique (project, version) lets one through.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw savedMeanwhile(input.basedOn + 1)
    }
    throw error
  }
}

function savedMeanwhile(version: number): DiptychError {
  return new DiptychError(
    "CONFLICT",
    `Somebody saved version ${version} while you were writing. Your text is still here: copy it, reload to see theirs, and put both together.`,
    { version },
  )
}
