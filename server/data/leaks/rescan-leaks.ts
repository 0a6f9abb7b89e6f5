import { LeakFinder, toLeakPhrases } from "@/core/leaks/find-leaks"
import type { PhraseBasis } from "@/core/leaks/phrase-list"
import { toActivePhrases } from "@/core/leaks/phrase-list"
import type { Messages } from "@/core/messages"
import { toLikePattern } from "@/server/data/escape-like"
import type { Client } from "@/server/data/transaction"

type Row = {
  readonly id: string
  readonly messages: Messages
  readonly prompt: Messages
  readonly leaks: readonly string[] | null
}

const batch = 500

/** Which completions to look at again: those of a project that another import brought, or early rows of one. */
export type RescanScope =
  | { readonly projectId: string; readonly exceptImportId?: string }
  /** Of one import, up to the completion with this id; null = all. */
  | { readonly importId: string; readonly upToId: string | null }

/**
 * Looks at texts again and sets `Completion.leaks` to what the list finds now. `changed` are the
 * phrases that came or went: only texts that can hold one of them are read (null = all are). Memory: a
 * batch of texts. Returns how many completions changed.
 */
export async function rescanLeaks(
  client: Client,
  scope: RescanScope,
  basis: PhraseBasis,
  changed: readonly string[] | null,
): Promise<number> {
  if (changed?.length === 0) return 0
  const finder = new LeakFinder(toActivePhrases(basis))
  const patterns = (changed && toRuns(changed))?.map(toLikePattern)
  const narrow = patterns && `AND (c."messages"::text ILIKE ANY ($1::text[]) OR c."leaks" && $2::text[])`
  const values: unknown[] = patterns ? [patterns, changed] : []
  await client.query(
    `DECLARE leak_texts NO SCROLL CURSOR FOR
     SELECT c."id", c."messages", c."leaks", p."messages" AS "prompt"
     ${fromScope(scope, values)} ${narrow ?? ""}`,
    values,
  )
  let count = 0
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${batch} FROM leak_texts`)
    if (rows.length === 0) break
    count += await update(client, rows, finder)
  }
  await client.query("CLOSE leak_texts")
  return count
}

function fromScope(scope: RescanScope, values: unknown[]): string {
  const bind = (value: unknown) => `$${values.push(value)}`
  const prompt = `JOIN "Prompt" p ON p."id" = c."promptId"`
  if ("importId" in scope) {
    const first = scope.upToId === null ? "" : `AND c."id" <= ${bind(scope.upToId)}::uuid`
    return `FROM "Completion" c ${prompt} WHERE c."importId" = ${bind(scope.importId)}::uuid ${first}`
  }
  const other = scope.exceptImportId
    ? `AND c."importId" IS DISTINCT FROM ${bind(scope.exceptImportId)}::uuid`
    : ""
  return `FROM "Completion" c ${prompt} WHERE c."projectId" = ${bind(scope.projectId)}::uuid ${other}`
}

async function update(client: Client, rows: readonly Row[], finder: LeakFinder): Promise<number> {
  const changes = rows
    .map(({ id, prompt, messages, leaks }) => ({
      id,
      before: leaks ?? [],
      leaks: toLeakPhrases(finder.find(prompt, messages)),
    }))
    .filter(({ before, leaks }) => JSON.stringify(before) !== JSON.stringify(leaks))
  if (changes.length === 0) return 0
  await client.query(
    `UPDATE "Completion" c SET "leaks" = ARRAY(SELECT jsonb_array_elements_text(x."leaks"))
     FROM jsonb_to_recordset($1::jsonb) AS x("id" uuid, "leaks" jsonb) WHERE c."id" = x."id"`,
    [JSON.stringify(changes.map(({ id, leaks }) => ({ id, leaks })))],
  )
  return changes.length
}

/**
 * A text that holds the phrase holds its longest run of plain letters or digits, whatever stands
 * between its words. Null: some phrase has no such run (another script), so every text must be read.
 */
export function toRuns(phrases: readonly string[]): string[] | null {
  const runs = phrases.map((phrase) =>
    /[^\p{ASCII}]/u.test(phrase)
      ? undefined
      : phrase.match(/[a-z]+|[0-9]+/g)?.reduce((best, run) => (run.length > best.length ? run : best)),
  )
  const known = runs.filter((run) => run !== undefined)
  return known.length === runs.length ? [...new Set(known)] : null
}
