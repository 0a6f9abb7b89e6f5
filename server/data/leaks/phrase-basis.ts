import type { PhraseBasis, PhraseCorrection } from "@/core/leaks/phrase-list"
import type { Sql } from "@/server/data/transaction"

/** What a project's list of phrases is made of; of a project that is yet to be made: nothing. */
export async function getPhraseBasis(sql: Sql, projectId: string | null): Promise<PhraseBasis> {
  if (projectId === null) return { modelKeys: [], corrections: [] }
  const models = await sql.query<{ key: string }>(
    `SELECT "key" FROM "Model" WHERE "projectId" = $1 ORDER BY "key" COLLATE "C"`,
    [projectId],
  )
  const corrections = await sql.query<PhraseCorrection>(
    `SELECT "phrase", "listed" FROM "LeakPhrase" WHERE "projectId" = $1 ORDER BY "phrase" COLLATE "C"`,
    [projectId],
  )
  return { modelKeys: models.rows.map(({ key }) => key), corrections: corrections.rows }
}
