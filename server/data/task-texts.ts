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
  /** The text this person handed in and got back, with the reason. */
  readonly returned: ReturnedText | null
}

export type ReturnedText = {
  readonly reason: string
  readonly promptMessages: Messages | null
  readonly promptKind: string | null
  readonly messages: Messages
  readonly language: string | null
  readonly useCase: string | null
  readonly pastedChars: number
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
    returned: ReturnedText | null
  }>({
    name: "task-texts",
    text: `SELECT t."id", t."kind", p."messages" AS "prompt", coalesce((
        SELECT jsonb_agg(jsonb_build_object('messages', c."messages", 'isEmpty', c."isEmpty", 'spans', (
          SELECT m."spans" FROM "TextMask" m WHERE m."completionId" = c."id"
          ORDER BY m."createdAt" DESC, m."id" DESC LIMIT 1)) ORDER BY tc."position")
        FROM "TaskCompletion" tc JOIN "Completion" c ON c."id" = tc."completionId" WHERE tc."taskId" = t."id"
      ), '[]') AS "completions",
      CASE WHEN t."k" = 0 THEN (
        SELECT jsonb_build_object('reason', v."comment", 'promptMessages', d."promptMessages", 'promptKind', d."promptKind",
          'messages', d."messages", 'language', d."language", 'useCase', d."useCase", 'pastedChars', d."pastedChars")
        FROM "Annotation" n JOIN "Demonstration" d ON d."annotationId" = n."id"
        JOIN "DemonstrationReview" v ON v."annotationId" = n."id"
        WHERE n."taskId" = t."id" AND n."annotatorId" = $3::uuid AND v."verdict" = 'RETURN'
        ORDER BY n."revision" DESC, v."createdAt" DESC, v."id" DESC LIMIT 1) END AS "returned"
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
        returned: row.returned,
      },
    ]),
  )
}
