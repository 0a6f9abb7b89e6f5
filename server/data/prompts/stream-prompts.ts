import type { Messages } from "@/core/messages"
import type { PromptFilter } from "@/core/lists/prompt-query"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import { promptConditions } from "@/server/data/prompts/prompt-conditions"
import { onClient } from "@/server/data/run-sql"

type Row = {
  readonly id: string
  readonly messages: Messages
  readonly externalId: string | null
  readonly conversationId: string | null
  readonly useCase: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly split: string | null
}

const batch = 500

/**
 * The prompts that a filter means as lines of JSON, oldest first: what a policy is fed with for the next
 * round. Keys are those that an import reads, so the file comes back with completions in it. What is held
 * back is left out unless the filter asks for it; who a prompt came from is never in it.
 */
export async function* streamPrompts(
  access: ProjectAccess<"prompts:read">,
  asked: PromptFilter,
): AsyncGenerator<string> {
  const filter: PromptFilter = asked.state === "all" ? { ...asked, state: "served" } : asked
  const where = promptConditions(access.projectId, filter)
  const run = onClient(pool())
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await run<Row>(Prisma.sql`
      SELECT p."id", p."messages", p."externalId", p."conversationId", p."useCase", p."language", p."tags",
        s."split" FROM "Prompt" p LEFT JOIN "PromptSplit" s ON s."promptId" = p."id"
      WHERE ${where} AND p."id" > ${after}::uuid ORDER BY p."id" LIMIT ${batch}`)
    for (const row of rows) yield toLine(row)
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    after = last.id
  }
}

function toLine(row: Row): string {
  return JSON.stringify({
    id: row.externalId ?? row.id,
    messages: row.messages.map(({ role, content }) => ({ role, content })),
    use_case: row.useCase,
    language: row.language,
    split: row.split,
    tags: row.tags,
    conversation_id: row.conversationId,
  })
}
