import type { Messages } from "@/core/messages"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"

const batch = 1000

/** What near duplicates are looked for in: all turns but the system's, which a whole project may share. */
export function toComparedText(messages: Messages): string {
  return messages
    .filter(({ role }) => role !== "system")
    .map(({ content }) => content)
    .join("\n")
}

/** All prompts of the pool, oldest first, some at a time. */
export async function* readPromptTexts(
  access: ProjectAccess<"prompts:read">,
): AsyncGenerator<readonly { readonly id: string; readonly text: string }[]> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const { rows } = await pool().query<{ id: string; messages: Messages }>(
      `SELECT "id", "messages" FROM "Prompt" WHERE "projectId" = $1 AND "id" > $2 AND "messages" <> '[]'
       ORDER BY "id" LIMIT ${batch}`,
      [access.projectId, after],
    )
    yield rows.map(({ id, messages }) => ({ id, text: toComparedText(messages) }))
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    after = last.id
  }
}

export async function readPromptText(access: ProjectAccess<"prompts:read">, id: string): Promise<string> {
  const { rows } = await pool().query<{ messages: Messages }>(
    `SELECT "messages" FROM "Prompt" WHERE "projectId" = $1 AND "id" = $2`,
    [access.projectId, id],
  )
  return toComparedText(rows[0]?.messages ?? [])
}

/** What a report is computed from, and how many that are: the same prompts give the same text, in any order. */
export async function getDuplicateBasis(
  access: ProjectAccess<"prompts:read">,
): Promise<{ readonly prompts: number; readonly basis: string }> {
  const { rows } = await pool().query<{ prompts: number; basis: string }>(
    `SELECT count(*)::int AS "prompts",
       concat_ws(' ', count(*), coalesce(sum(('x' || substr("hash", 1, 12))::bit(48)::bigint), 0)) AS "basis"
     FROM "Prompt" WHERE "projectId" = $1 AND "messages" <> '[]'`,
    [access.projectId],
  )
  return rows[0] ?? { prompts: 0, basis: "" }
}
