import type { Protocol } from "@/core/protocol"
import { protocolSchema } from "@/core/protocol"
import type { Annotator } from "@/server/data/annotator"
import { db } from "@/server/data/db"

export type Versions = {
  readonly protocolId: string
  readonly protocol: Protocol
  readonly guidelineId: string | null
}

/** The protocol and guidelines with these version numbers; undefined where the project has none such. */
export async function findVersions(
  who: Annotator,
  protocolVersion: number,
  guidelineVersion: number | null,
): Promise<Versions | undefined> {
  const { projectId } = who
  const [protocol, guideline] = await Promise.all([
    db().protocolVersion.findUnique({
      where: { projectId_version: { projectId, version: protocolVersion } },
      select: { id: true, definition: true },
    }),
    guidelineVersion === null
      ? null
      : db().guideline.findUnique({
          where: { projectId_version: { projectId, version: guidelineVersion } },
          select: { id: true },
        }),
  ])
  if (!protocol || (guidelineVersion !== null && !guideline)) return undefined
  return {
    protocolId: protocol.id,
    protocol: protocolSchema.parse(protocol.definition),
    guidelineId: guideline?.id ?? null,
  }
}
