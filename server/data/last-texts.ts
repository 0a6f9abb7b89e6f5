import type { Messages } from "@/core/messages"
import { messagesSchema } from "@/core/messages"
import type { MaskSpan } from "@/core/text-mask"
import type { Annotator } from "@/server/data/annotator"
import { pool } from "@/server/data/db"

/** A text of an assignment with every mask it ever had, newest first; an empty list = shown whole. */
export type LastText = { readonly messages: Messages; readonly masks: readonly (readonly MaskSpan[])[] }

/** The texts of an assignment of this person in screen order; none where it is not theirs. */
export async function listLastTexts(who: Annotator, token: string): Promise<readonly LastText[]> {
  const { rows } = await pool().query<{ messages: unknown; masks: (readonly MaskSpan[])[] | null }>({
    name: "last-texts",
    text: `SELECT c."messages", (SELECT jsonb_agg(m."spans" ORDER BY m."createdAt" DESC, m."id" DESC)
        FROM "TextMask" m WHERE m."completionId" = c."id") AS "masks"
      FROM "Assignment" a CROSS JOIN LATERAL unnest(a."shown") WITH ORDINALITY s("position", "panel")
      JOIN "Task" t ON t."id" = a."taskId"
      JOIN "TaskCompletion" tc ON tc."taskId" = a."taskId" AND tc."position" = s."position"
      JOIN "Completion" c ON c."id" = tc."completionId"
      WHERE a."token" = $1 AND a."annotatorId" = $2::uuid AND t."projectId" = $3::uuid ORDER BY s."panel"`,
    values: [token, who.userId, who.projectId],
  })
  return rows.map(({ messages, masks }) => ({ messages: messagesSchema.parse(messages), masks: masks ?? [] }))
}
