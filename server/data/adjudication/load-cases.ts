import type { ContestReason } from "@/core/adjudication/contest"
import type { Messages } from "@/core/messages"
import { messagesSchema } from "@/core/messages"
import type { MaskSpan } from "@/core/text-mask"
import { applyMask } from "@/core/text-mask"
import type { Adjudicator } from "@/server/data/adjudication/adjudicator"
import { hasVoted } from "@/server/data/adjudication/contested-tasks"
import { db } from "@/server/data/db"

export type CaseSource = {
  readonly taskId: string
  readonly kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"
  readonly review: boolean
  readonly ownVote: boolean
  readonly gold: boolean
  readonly prompt: Messages
  /** In stored order, masked spans replaced; `spans` are those. */
  readonly completions: readonly {
    readonly messages: Messages
    readonly isEmpty: boolean
    readonly spans: readonly MaskSpan[]
  }[]
  readonly contested: readonly ContestedPair[]
  readonly skips: readonly { readonly reason: string; readonly note: string | null }[]
  /** The newest row of each pair that was ever ruled on. */
  readonly rulings: readonly RulingRow[]
}

type Pair = { readonly positionA: number; readonly positionB: number; readonly criterion: string }
type ContestedPair = Pair & { readonly reasons: readonly ContestReason[]; readonly votes: number }
export type RulingRow = Pair & {
  readonly id: string
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad: boolean
  readonly level: number | null
  readonly reason: string
  readonly own: boolean
  readonly at: string
}

/** What an adjudicator may know of these tasks before ruling: neither models nor people nor votes. */
export async function loadCases(
  who: Adjudicator,
  taskIds: readonly string[],
): Promise<Map<string, CaseSource>> {
  const rows = await db().$queryRaw<
    (Omit<CaseSource, "prompt" | "completions"> & {
      prompt: unknown
      completions: { messages: unknown; isEmpty: boolean; spans: MaskSpan[] | null }[]
    })[]
  >`
    SELECT t."id" AS "taskId", t."kind", t."status" = 'REVIEW' AS "review", ${hasVoted(who.userId)} AS "ownVote",
      EXISTS (SELECT 1 FROM "Gold" g WHERE g."taskId" = t."id" AND g."retiredAt" IS NULL) AS "gold",
      p."messages" AS "prompt",
      coalesce((SELECT jsonb_agg(jsonb_build_object('messages', c."messages", 'isEmpty', c."isEmpty", 'spans', (
          SELECT m."spans" FROM "TextMask" m WHERE m."completionId" = c."id"
          ORDER BY m."createdAt" DESC, m."id" DESC LIMIT 1)) ORDER BY tc."position")
        FROM "TaskCompletion" tc JOIN "Completion" c ON c."id" = tc."completionId" WHERE tc."taskId" = t."id"), '[]')
        AS "completions",
      coalesce((SELECT jsonb_agg(jsonb_build_object('positionA', c."positionA", 'positionB', c."positionB",
          'criterion', c."criterion", 'reasons', c."reasons", 'votes', c."votes")
          ORDER BY c."criterion" <> 'overall', c."posterior", c."criterion" COLLATE "C", c."positionA", c."positionB")
        FROM "ContestedPair" c WHERE c."taskId" = t."id"), '[]') AS "contested",
      coalesce((SELECT jsonb_agg(jsonb_build_object('reason', k."skipReason", 'note', k."skipNote")
          ORDER BY md5(k."id"::text))
        FROM "Assignment" k WHERE k."taskId" = t."id" AND k."state" = 'SKIPPED'), '[]') AS "skips",
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', j."id", 'positionA', j."positionA", 'positionB', j."positionB",
          'criterion', j."criterion", 'preference', j."preference", 'bothBad', j."bothBad", 'level', j."level",
          'reason', j."reason", 'own', j."adjudicatorId" = ${who.userId}::uuid,
          'at', to_char(j."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          ORDER BY j."createdAt" DESC, j."id" DESC)
        FROM (SELECT DISTINCT ON ("criterion", "positionA", "positionB") * FROM "Adjudication" WHERE "taskId" = t."id"
          ORDER BY "criterion", "positionA", "positionB", "createdAt" DESC, "id" DESC) j), '[]') AS "rulings"
    FROM "Task" t JOIN "Prompt" p ON p."id" = t."promptId"
    WHERE t."id" = ANY (${[...taskIds]}::uuid[]) AND t."projectId" = ${who.projectId}::uuid`
  return new Map(
    rows.map((row) => [
      row.taskId,
      {
        ...row,
        prompt: messagesSchema.parse(row.prompt),
        completions: row.completions.map((completion) => ({
          messages: applyMask(messagesSchema.parse(completion.messages), completion.spans ?? []),
          isEmpty: completion.isEmpty,
          spans: completion.spans ?? [],
        })),
      },
    ]),
  )
}
