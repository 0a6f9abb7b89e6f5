import { DiptychError } from "@/core/errors"
import { LeakFinder } from "@/core/leaks/find-leaks"
import { type PhraseCorrection, toActivePhrases, toPhraseList } from "@/core/leaks/phrase-list"
import type { LeakPolicy } from "@/core/leaks/policy"
import type { PhraseRow } from "@/core/lists/leak-row"
import type { Messages } from "@/core/messages"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { toLikePattern } from "@/server/data/escape-like"
import { lockProjectImports } from "@/server/data/import/store-staged"
import { insertAudit } from "@/server/data/insert-audit"
import { getPhraseBasis } from "@/server/data/leaks/phrase-basis"
import { rescanLeaks, toRuns } from "@/server/data/leaks/rescan-leaks"
import { type Client, transaction } from "@/server/data/transaction"

type Access = ProjectAccess<"tasks:update">

/** The project's whole list with what each phrase found, and what an import does with it. */
export async function getLeakSetting(
  access: Access,
): Promise<{ policy: LeakPolicy; phrases: PhraseRow[]; completions: number }> {
  const [basis, counts, project] = await Promise.all([
    getPhraseBasis(pool(), access.projectId),
    pool().query<{ phrase: string; found: number }>(
      `SELECT f."phrase", count(*)::int AS "found" FROM "Completion" c, unnest(c."leaks") AS f("phrase")
       WHERE c."projectId" = $1 AND cardinality(c."leaks") > 0 GROUP BY 1`,
      [access.projectId],
    ),
    pool().query<{ leakPolicy: LeakPolicy; completions: number }>(
      `SELECT "leakPolicy", (SELECT count(*)::int FROM "Completion" c
         WHERE c."projectId" = p."id" AND cardinality(c."leaks") > 0) AS "completions"
       FROM "Project" p WHERE "id" = $1`,
      [access.projectId],
    ),
  ])
  const found = new Map(counts.rows.map((row) => [row.phrase, row.found]))
  return {
    policy: project.rows[0]?.leakPolicy ?? "LIST",
    completions: project.rows[0]?.completions ?? 0,
    phrases: toPhraseList(basis).map((phrase) => ({ ...phrase, found: found.get(phrase.phrase) ?? 0 })),
  }
}

export type PhraseChange = "add" | "remove" | "on" | "off"

/**
 * Adds a phrase, removes one of the project's own, or switches one on or off, and looks through the
 * texts that it concerns, in one transaction. Returns how many completions changed. Masks that were
 * made stay: they say what people saw.
 */
export async function changePhrase(
  access: Access,
  change: PhraseChange,
  phrase: string,
): Promise<{ changed: number }> {
  return transaction(async (client) => {
    await lockProjectImports(client, access.projectId)
    const before = await getPhraseBasis(client, access.projectId)
    const listed = toPhraseList(before).find((entry) => entry.phrase === phrase)
    if (change === "add" && listed?.on === true && listed.scope === "anywhere") {
      throw new DiptychError("CONFLICT", "This phrase is in the list already.")
    }
    if (change !== "add" && !listed) throw new DiptychError("NOT_FOUND", "This phrase is not in the list.")
    await store(client, access, change, phrase)
    const basis = await getPhraseBasis(client, access.projectId)
    const changed = await rescanLeaks(client, { projectId: access.projectId }, basis, [phrase])
    await insertAudit(client, {
      actor: access.actor,
      projectId: access.projectId,
      action: "leak:list",
      subjectType: "LeakPhrase",
      subjectId: phrase,
      after: { change, completions: changed },
    })
    return { changed }
  })
}

async function store(client: Client, access: Access, change: PhraseChange, phrase: string): Promise<void> {
  // A phrase of the defaults or of a model is on when the project says nothing about it.
  if (change === "remove" || change === "on") {
    await client.query(`DELETE FROM "LeakPhrase" WHERE "projectId" = $1 AND "phrase" = $2`, [
      access.projectId,
      phrase,
    ])
    return
  }
  const { phrase: key, listed }: PhraseCorrection = { phrase, listed: change === "add" }
  await client.query(
    `INSERT INTO "LeakPhrase" ("projectId", "phrase", "listed", "createdById") VALUES ($1, $2, $3, $4)
     ON CONFLICT ("projectId", "phrase") DO UPDATE SET "listed" = EXCLUDED."listed"`,
    [access.projectId, key, listed, access.userId],
  )
}

/** How many texts a preview reads at most. */
const previewMost = 20_000

/** In how many completions a phrase would be found, and whether that is a lower bound. */
export async function previewPhrase(
  access: Access,
  phrase: string,
): Promise<{ found: number; atLeast: boolean }> {
  const basis = await getPhraseBasis(pool(), access.projectId)
  const corrections = [...basis.corrections.filter((one) => one.phrase !== phrase), { phrase, listed: true }]
  const finder = new LeakFinder(toActivePhrases({ ...basis, corrections }))
  const runs = toRuns([phrase])
  return transaction(async (client) => {
    await client.query(
      `DECLARE preview_texts NO SCROLL CURSOR FOR
       SELECT c."messages", p."messages" AS "prompt" FROM "Completion" c JOIN "Prompt" p ON p."id" = c."promptId"
       WHERE c."projectId" = $1 AND ($2::text[] IS NULL OR c."messages"::text ILIKE ANY ($2::text[])) LIMIT ${previewMost}`,
      [access.projectId, runs && runs.map(toLikePattern)],
    )
    let found = 0
    let read = 0
    for (;;) {
      const { rows } = await client.query<{ messages: Messages; prompt: Messages }>(
        "FETCH 500 FROM preview_texts",
      )
      if (rows.length === 0) return { found, atLeast: read >= previewMost }
      read += rows.length
      for (const row of rows) {
        if (finder.find(row.prompt, row.messages).some((leak) => leak.phrase === phrase)) found += 1
      }
    }
  })
}

/** What imports do from now on with completions that name their model. */
export async function setLeakPolicy(access: Access, policy: LeakPolicy): Promise<void> {
  await transaction(async (client) => {
    const { rows } = await client.query<{ before: LeakPolicy }>(
      `SELECT "leakPolicy" AS "before" FROM "Project" WHERE "id" = $1 FOR UPDATE`,
      [access.projectId],
    )
    const before = rows[0]?.before
    if (before === policy) return
    await client.query(`UPDATE "Project" SET "leakPolicy" = $2 WHERE "id" = $1`, [access.projectId, policy])
    await insertAudit(client, {
      actor: access.actor,
      projectId: access.projectId,
      action: "project:update",
      subjectType: "Project",
      subjectId: access.projectId,
      before: { leakPolicy: before },
      after: { leakPolicy: policy },
    })
  })
}
