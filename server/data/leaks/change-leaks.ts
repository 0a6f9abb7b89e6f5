import { LeakFinder } from "@/core/leaks/find-leaks"
import type { LeakMeasure } from "@/core/leaks/measure"
import { toActivePhrases } from "@/core/leaks/phrase-list"
import type { LeakQuery } from "@/core/lists/leak-query"
import type { ProjectAccess } from "@/server/access"
import { lockProjectImports } from "@/server/data/import/store-staged"
import { insertAudit } from "@/server/data/insert-audit"
import { listLeakIds } from "@/server/data/leaks/list-leaks"
import { getPhraseBasis } from "@/server/data/leaks/phrase-basis"
import { measureLeaks } from "@/server/data/leaks/write-masks"
import { transaction } from "@/server/data/transaction"

/** Some completions by id, or all that a filter of the list means. */
export type LeakTarget = { readonly ids: readonly string[] } | { readonly filter: Omit<LeakQuery, "page"> }

const batch = 500
const reasons: Readonly<Record<LeakMeasure, string>> = {
  mask: "names its model",
  hold: "names its model",
  show: "shown again",
}

/**
 * Masks, holds back or shows again, with one audit row, all or nothing. Texts that somebody has leased
 * already stay on that page until it fetches again; answers given before stay as they are.
 */
export async function changeLeaks(
  access: ProjectAccess<"tasks:update">,
  measure: LeakMeasure,
  target: LeakTarget,
): Promise<{ changed: number }> {
  return transaction(async (client) => {
    // An import under way would carry decisions over from what it saw before.
    await lockProjectImports(client, access.projectId)
    const finder = new LeakFinder(toActivePhrases(await getPhraseBasis(client, access.projectId)))
    const author = { userId: access.userId, reason: reasons[measure] }
    let changed = 0
    for await (const ids of batches(client)) {
      changed += await measureLeaks(client, finder, measure, ids, author)
    }
    if (changed > 0) {
      await insertAudit(client, {
        actor: access.actor,
        projectId: access.projectId,
        action: `leak:${measure}`,
        subjectType: "Project",
        subjectId: access.projectId,
        after: { completions: changed, ...target },
      })
    }
    return { changed }
  })

  async function* batches(client: Parameters<typeof insertAudit>[0]) {
    if ("ids" in target) {
      const { rows } = await client.query<{ id: string }>(
        `SELECT "id" FROM "Completion" WHERE "projectId" = $1 AND "id" = ANY ($2::uuid[])`,
        [access.projectId, target.ids],
      )
      yield rows.map(({ id }) => id)
      return
    }
    for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
      const ids = await listLeakIds(access, client, target.filter, after, batch)
      const last = ids.at(-1)
      if (last === undefined) return
      yield ids
      after = last
    }
  }
}
