import { LeakFinder, toMaskSpans } from "@/core/leaks/find-leaks"
import { measureOfPolicy } from "@/core/leaks/measure"
import { type PhraseBasis, toActivePhrases } from "@/core/leaks/phrase-list"
import type { LeakPolicy } from "@/core/leaks/policy"
import type { Messages } from "@/core/messages"
import type { MaskSpan } from "@/core/text-mask"
import { getPhraseBasis } from "@/server/data/leaks/phrase-basis"
import { rescanLeaks } from "@/server/data/leaks/rescan-leaks"
import { insertMasks, type MaskRow, measureLeaks } from "@/server/data/leaks/write-masks"
import type { Client } from "@/server/data/transaction"

/** What the streaming stage knew (server/import/leak-scan.ts). */
export type ScanNotes = {
  readonly basis: PhraseBasis
  /** Completions up to this one may lack names that were learned later; null = none does. */
  readonly learnedAfter: string | null
}

type Run = { readonly projectId: string; readonly importId: string; readonly userId: string | null }

const batch = 500

/**
 * After the rows are stored, under the import lock: looks again where the list of phrases grew behind
 * the scan's back, carries decisions over to new rows of known texts, and does what the project's
 * policy says. Returns how many new completions name their model.
 */
export async function settleLeaks(client: Client, run: Run, scan: ScanNotes): Promise<number> {
  const basis = await getPhraseBasis(client, run.projectId)
  const before = new Set(toActivePhrases(scan.basis).map(({ phrase }) => phrase))
  const fresh = toActivePhrases(basis)
    .map(({ phrase }) => phrase)
    .filter((phrase) => !before.has(phrase))
  const corrected = JSON.stringify(basis.corrections) !== JSON.stringify(scan.basis.corrections)
  // Somebody changed the list meanwhile: every staged row was looked at with the old one.
  if (corrected) {
    await rescanLeaks(client, { importId: run.importId, upToId: null }, basis, null)
  } else if (scan.learnedAfter !== null) {
    await rescanLeaks(client, { importId: run.importId, upToId: scan.learnedAfter }, basis, fresh)
  }
  await rescanLeaks(client, { projectId: run.projectId, exceptImportId: run.importId }, basis, fresh)
  const finder = new LeakFinder(toActivePhrases(basis))
  await carryMasksOver(client, run, finder)
  await applyPolicy(client, run, finder)
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "Completion" WHERE "importId" = $1 AND cardinality("leaks") > 0`,
    [run.importId],
  )
  return rows[0]?.count ?? 0
}

/** A text that was masked or held back stays so when another model gives it too. */
async function carryMasksOver(client: Client, run: Run, finder: LeakFinder): Promise<void> {
  const masked = await client.query(
    `SELECT FROM "TextMask" k JOIN "Completion" o ON o."id" = k."completionId" WHERE o."projectId" = $1 LIMIT 1`,
    [run.projectId],
  )
  if (masked.rowCount === 0) return
  const { rows } = await client.query<{
    id: string
    messages: Messages
    prompt: Messages
    same: boolean
    spans: MaskSpan[]
    heldBack: boolean
  }>(
    `SELECT DISTINCT ON (n."id") n."id", n."messages", p."messages" AS "prompt",
       n."messages" = o."messages" AS "same", k."spans", k."heldBack"
     FROM "TextMask" k
     JOIN "Completion" o ON o."id" = k."completionId" AND o."projectId" = $1
     JOIN "Completion" n ON n."promptId" = o."promptId" AND n."hash" = o."hash" AND n."importId" = $2
     JOIN "Prompt" p ON p."id" = n."promptId"
     WHERE o."importId" IS DISTINCT FROM $2::uuid
     ORDER BY n."id", k."createdAt" DESC, k."id" DESC`,
    [run.projectId, run.importId],
  )
  const masks = rows.map(({ id, messages, prompt, same, spans, heldBack }): MaskRow => {
    if (same || spans.length === 0) return { completionId: id, spans, heldBack }
    // White space at its ends differs, so the places do too. What cannot be found again is held back.
    const own = toMaskSpans(finder.find(prompt, messages))
    return { completionId: id, spans: own, heldBack: heldBack || own.length === 0 }
  })
  for (let start = 0; start < masks.length; start += batch) {
    await insertMasks(client, masks.slice(start, start + batch), {
      userId: run.userId,
      reason: "as the same text of another model",
    })
  }
}

async function applyPolicy(client: Client, run: Run, finder: LeakFinder): Promise<void> {
  const policy = await client.query<{ leakPolicy: LeakPolicy }>(
    `SELECT "leakPolicy" FROM "Project" WHERE "id" = $1`,
    [run.projectId],
  )
  const measure = measureOfPolicy[policy.rows[0]?.leakPolicy ?? "LIST"]
  if (!measure) return
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT c."id" FROM "Completion" c
       WHERE c."projectId" = $1 AND c."importId" = $2 AND cardinality(c."leaks") > 0 AND c."id" > $3::uuid
         AND NOT EXISTS (SELECT 1 FROM "TextMask" m WHERE m."completionId" = c."id")
       ORDER BY c."id" LIMIT ${batch}`,
      [run.projectId, run.importId, after],
    )
    const last = rows.at(-1)
    if (!last) return
    const ids = rows.map(({ id }) => id)
    await measureLeaks(client, finder, measure, ids, { userId: run.userId, reason: "names its model" })
    after = last.id
  }
}
