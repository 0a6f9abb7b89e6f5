import { protocolSchema } from "@/core/protocol"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

/** Whether the project's protocol asks for written texts, and for their prompts too. */
export async function getWritingSettings(
  access: ProjectAccess<"adjudications:create">,
): Promise<{ writes: boolean; writesPrompts: boolean }> {
  const protocol = await db().protocolVersion.findFirst({
    where: { projectId: access.projectId },
    orderBy: { version: "desc" },
    select: { definition: true },
  })
  const asked = protocol ? protocolSchema.parse(protocol.definition).demonstration : undefined
  return { writes: asked !== undefined, writesPrompts: asked?.write === "prompt-and-answer" }
}
