import { DiptychError } from "@/core/errors"
import type { Protocol } from "@/core/protocol"
import { protocolSchema } from "@/core/protocol"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

export type AnnotateSetup = {
  readonly leaseAhead: number
  readonly blurContent: boolean
  readonly breakAfterMin: number
  readonly skipLimit: number
  readonly seed: string
  readonly goldRate: number
  readonly repeatRate: number
  /** The project is a screening: nothing but its gold is given, part by part. */
  readonly screening: boolean
  /** Hides where the controls stand; never leaves the server. */
  readonly secret: string
  readonly protocol: { readonly version: number; readonly definition: Protocol }
  readonly guidelines: {
    readonly id: string
    readonly version: number
    readonly markdown: string
    readonly confirmRequired: boolean
  } | null
}

/** What the annotate page works under now: settings, newest protocol, newest guidelines. */
export async function getAnnotateSetup(access: ProjectAccess<"annotations:create">): Promise<AnnotateSetup> {
  const project = await db().project.findUniqueOrThrow({
    where: { id: access.projectId },
    select: {
      leaseAhead: true,
      blurContent: true,
      breakAfterMin: true,
      skipLimit: true,
      seed: true,
      goldRate: true,
      repeatRate: true,
      screening: true,
      pseudonymKey: true,
      protocols: { orderBy: { version: "desc" }, take: 1, select: { version: true, definition: true } },
      guidelines: {
        orderBy: { version: "desc" },
        take: 1,
        select: { id: true, version: true, markdown: true, confirmRequired: true },
      },
    },
  })
  const { protocols, guidelines, pseudonymKey: secret, ...settings } = project
  const protocol = protocols[0]
  if (!protocol) {
    throw new DiptychError("CONFLICT", "This project has no protocol yet; an admin must choose one.")
  }
  return {
    ...settings,
    screening: settings.screening !== null,
    secret,
    protocol: { version: protocol.version, definition: protocolSchema.parse(protocol.definition) },
    guidelines: guidelines[0] ?? null,
  }
}

/** Marks a version of the guidelines as seen; answers the newest version seen before. */
export async function noteGuidelinesSeen(
  access: ProjectAccess<"annotations:create">,
  userId: string,
  guidelineId: string,
): Promise<number | null> {
  const before = await db().guidelineRead.findFirst({
    where: { userId, guideline: { projectId: access.projectId } },
    orderBy: { guideline: { version: "desc" } },
    select: { guideline: { select: { version: true } } },
  })
  await db().guidelineRead.createMany({ data: [{ guidelineId, userId }], skipDuplicates: true })
  return before?.guideline.version ?? null
}
