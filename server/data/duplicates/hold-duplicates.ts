import type { ProjectAccess } from "@/server/access"
import { DiptychError } from "@/core/errors"
import { lockProjectImports } from "@/server/data/import/store-staged"
import { type HoldOutcome, holdInside } from "@/server/data/prompts/hold-prompts"
import { transaction } from "@/server/data/transaction"

/**
 * Holds back a group of near duplicates but for the one that stays, or every group but for the oldest that
 * is served of each. Prompts that somebody released are held back only where their own group is named.
 */
export async function holdDuplicates(
  access: ProjectAccess<"prompts:update">,
  which: { readonly group: number; readonly keep: string } | "all",
): Promise<HoldOutcome> {
  const { projectId } = access
  return transaction(async (client) => {
    await lockProjectImports(client, projectId)
    const { rows } =
      which === "all"
        ? await client.query<{ id: string; keep: boolean }>(
            `SELECT e."promptId" AS "id", row_number() OVER (PARTITION BY e."group" ORDER BY e."place") = 1 OR p."released" AS "keep"
             FROM "DuplicateEntry" e JOIN "Prompt" p ON p."id" = e."promptId"
             WHERE e."projectId" = $1 AND p."heldBack" IS NULL`,
            [projectId],
          )
        : await client.query<{ id: string; keep: boolean }>(
            `SELECT e."promptId" AS "id", e."promptId" = $3::uuid AS "keep" FROM "DuplicateEntry" e
             WHERE e."projectId" = $1 AND e."group" = $2`,
            [projectId, which.group, which.keep],
          )
    if (which !== "all" && !rows.some((row) => row.keep)) {
      throw new DiptychError(
        "CONFLICT",
        "The report has changed since: this group has no such prompt any more. Reload the page.",
      )
    }
    const ids = rows.filter((row) => !row.keep).map((row) => row.id)
    return holdInside(client, access, "duplicate", { ids })
  })
}

/** What was held back as a near duplicate in one group is served again. */
export async function releaseDuplicates(
  access: ProjectAccess<"prompts:update">,
  group: number,
): Promise<HoldOutcome> {
  return transaction(async (client) => {
    await lockProjectImports(client, access.projectId)
    const { rows } = await client.query<{ id: string }>(
      `SELECT e."promptId" AS "id" FROM "DuplicateEntry" e JOIN "Prompt" p ON p."id" = e."promptId"
       WHERE e."projectId" = $1 AND e."group" = $2 AND p."heldBack" = 'duplicate'`,
      [access.projectId, group],
    )
    return holdInside(client, access, "release", { ids: rows.map((row) => row.id) })
  })
}
