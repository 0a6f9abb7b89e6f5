import type { Messages } from "@/core/messages"
import { messagesSchema } from "@/core/messages"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

/** Tasks that are looked at. */
const looked = 50

/** Of the first tasks of a project the one with the most texts, none of them masked or held back. */
export async function findSampleTask(
  access: ProjectAccess<"prompts:read">,
): Promise<{ readonly prompt: Messages; readonly completions: readonly Messages[] } | null> {
  const rows = await db().$queryRaw<{ prompt: unknown; completions: unknown[] | null }[]>`
    SELECT p."messages" AS "prompt", (SELECT jsonb_agg(c."messages" ORDER BY tc."position")
      FROM "TaskCompletion" tc JOIN "Completion" c ON c."id" = tc."completionId" WHERE tc."taskId" = t."id") AS "completions"
    FROM (
      SELECT * FROM "Task" WHERE "projectId" = ${access.projectId}::uuid AND "status" = 'ACTIVE'
      ORDER BY "createdAt", "id" LIMIT ${looked}
    ) t JOIN "Prompt" p ON p."id" = t."promptId"
    WHERE NOT EXISTS (SELECT 1 FROM "TaskCompletion" tc JOIN "TextMask" m ON m."completionId" = tc."completionId"
      WHERE tc."taskId" = t."id")
    ORDER BY t."k" DESC, t."createdAt", t."id" LIMIT 1`
  const row = rows[0]
  if (!row) return null
  return {
    prompt: messagesSchema.parse(row.prompt),
    completions: messagesSchema.array().parse(row.completions ?? []),
  }
}
