import type { LeakFinder } from "@/core/leaks/find-leaks"
import { toMaskSpans } from "@/core/leaks/find-leaks"
import type { LeakMeasure } from "@/core/leaks/measure"
import type { Messages } from "@/core/messages"
import type { MaskSpan } from "@/core/text-mask"
import type { Client } from "@/server/data/transaction"

export type MaskRow = {
  readonly completionId: string
  readonly spans: readonly MaskSpan[]
  readonly heldBack: boolean
}

type Author = { readonly userId: string | null; readonly reason: string }

/**
 * Masks the names, holds back, or shows again: of the completions named (at most some hundreds at a
 * time) and of every other that gave the same text, since a task shows one text for all its models.
 * Where that is so already nothing is written. Returns how many completions changed.
 */
export async function measureLeaks(
  client: Client,
  finder: LeakFinder,
  measure: LeakMeasure,
  completionIds: readonly string[],
  author: Author,
): Promise<number> {
  const { rows } = await client.query<{
    id: string
    messages: Messages
    prompt: Messages
    spans: MaskSpan[] | null
    heldBack: boolean | null
  }>(
    `SELECT DISTINCT ON (c."id") c."id", c."messages", p."messages" AS "prompt", k."spans", k."heldBack"
     FROM "Completion" one
     JOIN "Completion" c ON c."promptId" = one."promptId" AND c."hash" = one."hash"
     JOIN "Prompt" p ON p."id" = c."promptId"
     LEFT JOIN LATERAL (SELECT m."spans", m."heldBack" FROM "TextMask" m WHERE m."completionId" = c."id"
       ORDER BY m."createdAt" DESC, m."id" DESC LIMIT 1) k ON true
     WHERE one."id" = ANY ($1::uuid[]) ORDER BY c."id"`,
    [completionIds],
  )
  const wanted = rows.flatMap(({ id, messages, prompt, spans, heldBack }): MaskRow[] => {
    const next = measure === "mask" ? toMaskSpans(finder.find(prompt, messages)) : []
    // No name is left in it (the list changed): there is nothing to mask.
    if (measure === "mask" && next.length === 0) return []
    const same =
      JSON.stringify(spans ?? []) === JSON.stringify(next) && (heldBack ?? false) === (measure === "hold")
    return same ? [] : [{ completionId: id, spans: next, heldBack: measure === "hold" }]
  })
  await insertMasks(client, wanted, author)
  return wanted.length
}

/** The newest row of a completion holds, so a row is never as old as the one before it. */
export async function insertMasks(client: Client, rows: readonly MaskRow[], author: Author): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `INSERT INTO "TextMask" ("id", "completionId", "spans", "heldBack", "reason", "createdById", "createdAt")
     SELECT gen_random_uuid(), x."completionId", x."spans", x."heldBack", $2, $3, greatest(clock_timestamp(),
       (SELECT max(m."createdAt") + interval '1 ms' FROM "TextMask" m WHERE m."completionId" = x."completionId"))
     FROM jsonb_to_recordset($1::jsonb) AS x("completionId" uuid, "spans" jsonb, "heldBack" boolean)`,
    [JSON.stringify(rows), author.reason, author.userId],
  )
}
