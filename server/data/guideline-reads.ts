import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

export type Confirmation = {
  /** Newest version this person has confirmed; null = none. */
  readonly confirmed: number | null
  readonly versions: readonly { readonly version: number; readonly confirmRequired: boolean }[]
}

/** What a person has confirmed of a project's guidelines, and which versions asked for it. */
export async function getConfirmation(
  access: ProjectAccess<"annotations:create">,
  userId: string,
): Promise<Confirmation> {
  const [versions, read] = await Promise.all([
    db().guideline.findMany({
      // Only those that ask matter; there are few.
      where: { projectId: access.projectId, confirmRequired: true },
      select: { version: true, confirmRequired: true },
    }),
    db().guidelineRead.findFirst({
      where: { userId, confirmedAt: { not: null }, guideline: { projectId: access.projectId } },
      orderBy: { guideline: { version: "desc" } },
      select: { guideline: { select: { version: true } } },
    }),
  ])
  return { confirmed: read?.guideline.version ?? null, versions }
}

/** Keeps that a person has read and confirmed a version; once, also where the page says it again. */
export async function confirmGuideline(
  access: ProjectAccess<"annotations:create">,
  userId: string,
  version: number,
): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "GuidelineRead" ("guidelineId", "userId", "seenAt", "confirmedAt")
    SELECT g."id", ${userId}::uuid, clock_timestamp(), clock_timestamp() FROM "Guideline" g
    WHERE g."projectId" = ${access.projectId}::uuid AND g."version" = ${version}
    ON CONFLICT ("guidelineId", "userId") DO UPDATE SET "confirmedAt" = excluded."confirmedAt"
      WHERE "GuidelineRead"."confirmedAt" IS NULL`
}
