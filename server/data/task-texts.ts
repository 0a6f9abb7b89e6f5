import type { Messages } from "@/core/messages"
import { messagesSchema } from "@/core/messages"
import type { MaskSpan } from "@/core/text-mask"
import { applyMask } from "@/core/text-mask"
import type { Annotator } from "@/server/data/annotator"
import { pool } from "@/server/data/db"

export type TaskTexts = {
  readonly kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"
  readonly prompt: Messages
  /** In stored order, masked spans replaced. */
  readonly completions: readonly { readonly messages: Messages; readonly isEmpty: boolean }[]
}

/** The texts of tasks the person has an assignment for, and nothing else about them. */
export async function listTaskTexts(
  who: Annotator,
  taskIds: readonly string[],
): Promise<Map<string, TaskTexts>> {
  const { rows } = await pool().query<{
    id: string
    kind: TaskTexts["kind"]
    prompt: unknown
    completions: { messages: unknown; isEmpty: boolean; spans: MaskSpan[] | null }[]
  }>({
    name: "task-texts",
    text: `SELECT t."id", t."kind", p."messages" AS "prompt", coalesce((
        SELECT jsonb_agg(jsonb_build_object('messages', c."messages", 'isEmpty', c."isEmpty", 'spans', (
          SELECT m."spans" FROM "TextMask" m WHERE m."completionId" = c."id"
          ORDER BY m."createdAt" DESC, m."id" DESC LIMIT 1)) ORDER BY tc."position")
        FROM "TaskCompletion" tc JOIN "Completion" c ON c."id" = tc."completionId" WHERE tc."taskId" = t."id"
      ), '[]') AS "completions"
      FROM "Task" t JOIN "Prompt" p ON p."id" = t."promptId"
      WHERE t."id" = ANY ($1::uuid[]) AND t."projectId" = $2::uuid
        AND EXISTS (SELECT 1 FROM "Assignment" a WHERE a."taskId" = t."id" AND a."annotatorId" = $3::uuid)`,
    values: [taskIds, who.projectId, who.userId],
  })
  return new Map(
    rows.map((row) => [
      row.id,
      {
        kind: row.kind,
        prompt: messagesSchema.parse(row.prompt),
        completions: row.completions.map((completion) => ({
          messages: applyMask(messagesSchema.parse(completion.messages), completion.spans ?? []),
          isEmpty: completion.isEmpty,
        })),
      },
    ]),
  )
}
