import type { DuplicateSettings } from "@/core/prompts/duplicates"
import type { DuplicateMember } from "@/stats/duplicates/near-duplicates"
import type { ProjectAccess } from "@/server/access"
import { CopyWriter } from "@/server/data/import/copy-writer"
import { transaction } from "@/server/data/transaction"

/** The report as a whole in the place of the one before. Prompts that went meanwhile are left out. */
export async function keepDuplicateReport(
  access: ProjectAccess<"prompts:update">,
  found: {
    readonly settings: DuplicateSettings
    readonly basis: string
    readonly prompts: number
    /** By place. */
    readonly ids: readonly string[]
    readonly groups: readonly (readonly DuplicateMember[])[]
  },
): Promise<void> {
  const { projectId } = access
  await transaction(async (client) => {
    // Two that end at once write one after the other.
    await client.query(`SELECT 1 FROM "Project" WHERE "id" = $1 FOR NO KEY UPDATE`, [projectId])
    await client.query(`DELETE FROM "DuplicateReport" WHERE "projectId" = $1`, [projectId])
    await client.query(
      `INSERT INTO "DuplicateReport" ("projectId", "basis", "settings", "prompts", "groups", "computedAt")
       VALUES ($1, $2, $3, $4, $5, clock_timestamp())`,
      [projectId, found.basis, JSON.stringify(found.settings), found.prompts, found.groups.length],
    )
    await client.query(
      `CREATE TEMP TABLE duplicate_entry ("promptId" uuid, "group" int, "place" int, "likePlace" int, "prefix" int,
         "estimate" float8, "jaccard" float8) ON COMMIT DROP`,
    )
    const copy = new CopyWriter(client, {
      duplicate_entry: `"promptId", "group", "place", "likePlace", "prefix", "estimate", "jaccard"`,
    })
    for (const [number, group] of found.groups.entries()) {
      const places = new Map(group.map((member, place) => [member.index, place]))
      for (const [place, { index, like, prefix, estimate, jaccard }] of group.entries()) {
        const about =
          like === null ? [null, null, null, null] : [places.get(like) ?? 0, prefix, estimate, jaccard]
        copy.add("duplicate_entry", [found.ids[index] ?? "", number + 1, place, ...about])
      }
      await copy.ready()
    }
    await copy.flush()
    await client.query(
      `INSERT INTO "DuplicateEntry" ("promptId", "projectId", "group", "place", "likePlace", "prefix", "estimate", "jaccard")
       SELECT e."promptId", $1, e."group", e."place", e."likePlace", e."prefix", e."estimate", e."jaccard"
       FROM duplicate_entry e JOIN "Prompt" p ON p."id" = e."promptId"`,
      [projectId],
    )
  })
}
