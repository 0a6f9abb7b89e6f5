import { hash } from "node:crypto"
import { DiptychError } from "@/core/errors"
import { sha256Hex } from "@/core/same-text"
import { startOverlap } from "@/core/queue/overlap-rule"
import { taskSetHash } from "@/core/task-hash"
import type { ProjectAccess } from "@/server/access"
import { lockProjectImports } from "@/server/data/import/store-staged"
import { getTaskSetting } from "@/server/data/import/task-setting"
import { insertAudit } from "@/server/data/insert-audit"
import { transaction } from "@/server/data/transaction"

export const writingTasksMost = 10_000

/**
 * Tasks that give no prompt: each a place for a prompt and its answer. A place is a prompt that says
 * nothing yet; what is written stays with the text (Demonstration.promptMessages). Refused in projects
 * that do not ask for prompts.
 */
export async function createWritingTasks(
  access: ProjectAccess<"tasks:update">,
  count: number,
): Promise<{ added: number; total: number }> {
  const { projectId } = access
  return transaction(async (client) => {
    await lockProjectImports(client, projectId)
    const { rows } = await client.query<{ write: string | null; places: number }>(
      `SELECT (SELECT v."definition" -> 'demonstration' ->> 'write' FROM "ProtocolVersion" v
           WHERE v."projectId" = $1::uuid ORDER BY v."version" DESC LIMIT 1) AS "write",
         (SELECT count(*)::int FROM "Prompt" p WHERE p."projectId" = $1::uuid AND p."messages" = '[]') AS "places"`,
      [projectId],
    )
    const { write, places } = rows[0] ?? { write: null, places: 0 }
    if (write !== "prompt-and-answer") {
      throw new DiptychError(
        "CONFLICT",
        "This project's protocol does not ask for prompts. Choose prompt and answer in the protocol, or import prompts.",
      )
    }
    const setting = await getTaskSetting(client, projectId)
    const overlap = startOverlap(
      { ...setting, adaptiveTarget: null, answers: 2 },
      { kind: "DEMONSTRATION", doubleJudged: false, ownOverlap: null },
    )
    const made = Array.from({ length: count }, (_, index) => {
      const promptHash = sha256Hex(JSON.stringify(["to-write", setting.seed, places + index]))
      const setHash = taskSetHash(promptHash, "DEMONSTRATION", [])
      const lot = hash("sha256", `${setting.seed}:${setHash}`, "hex")
      return { promptHash, setHash, ring: Number.parseInt(lot.slice(0, 8), 16) >>> 1 }
    })
    await client.query(
      `WITH place AS (
         SELECT * FROM jsonb_to_recordset($2::jsonb) AS x("promptHash" text, "setHash" text, "ring" int)
       ), prompt AS (
         INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "chars")
         SELECT gen_random_uuid(), $1::uuid, x."promptHash", '[]', 0 FROM place x RETURNING "id", "hash"
       )
       INSERT INTO "Task" ("id", "projectId", "promptId", "kind", "k", "setHash", "overlap", "remaining", "open", "ring")
       SELECT gen_random_uuid(), $1::uuid, p."id", 'DEMONSTRATION', 0, x."setHash", $3, $3, true, x."ring"
       FROM place x JOIN prompt p ON p."hash" = x."promptHash"`,
      [projectId, JSON.stringify(made), overlap],
    )
    await insertAudit(client, {
      actor: access.actor,
      projectId,
      action: "task:create",
      subjectType: "Project",
      subjectId: projectId,
      after: { toWrite: count },
    })
    return { added: count, total: places + count }
  })
}
