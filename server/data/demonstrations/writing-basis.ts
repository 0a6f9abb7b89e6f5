import type { PhraseBasis } from "@/core/leaks/phrase-list"
import type { Messages } from "@/core/messages"
import { messagesSchema } from "@/core/messages"
import type { Annotator } from "@/server/data/annotator"
import { pool } from "@/server/data/db"
import { getPhraseBasis } from "@/server/data/leaks/phrase-basis"

/** What the project's list of model phrases is made of. */
export async function getPhrases(who: Annotator): Promise<PhraseBasis> {
  return getPhraseBasis(pool(), who.projectId)
}

/** The prompt of one of the person's assignments; empty where it is to be written, or the token is not theirs. */
export async function findPromptOf(who: Annotator, token: string): Promise<Messages> {
  const { rows } = await pool().query<{ messages: unknown }>(
    `SELECT p."messages" FROM "Assignment" a JOIN "Task" t ON t."id" = a."taskId" JOIN "Prompt" p ON p."id" = t."promptId"
     WHERE a."token" = $1 AND a."annotatorId" = $2::uuid AND a."projectId" = $3::uuid`,
    [token, who.userId, who.projectId],
  )
  return messagesSchema.parse(rows[0]?.messages ?? [])
}
