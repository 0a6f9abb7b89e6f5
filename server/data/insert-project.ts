import { randomBytes, randomInt, randomUUID } from "node:crypto"
import { DiptychError } from "@/core/errors"
import type { NewProject } from "@/core/new-project"
import { toPairingColumns } from "@/core/pairing/policy"
import { presets } from "@/core/presets/registry"
import { sha256Hex } from "@/core/same-text"
import type { InstanceAccess } from "@/server/access"
import { insertAudit } from "@/server/data/insert-audit"
import { insertProtocol } from "@/server/data/protocols"
import type { Sql } from "@/server/data/transaction"

/**
 * Project, first protocol and guidelines version, the maker's membership, audit row. Runs inside
 * the caller's transaction, so that an import which creates its project leaves none behind when it
 * fails. Throws CONFLICT where the slug is taken.
 */
export async function insertProject(
  sql: Sql,
  access: InstanceAccess<"projects:create">,
  project: NewProject,
): Promise<{ id: string; slug: string }> {
  const id = randomUUID()
  const pairing = toPairingColumns(project.pairing)
  const inserted = await sql.query(
    `INSERT INTO "Project" ("id", "slug", "name", "description", "overlap", "pairing", "pairingN", "pairingModelKey", "seed", "pseudonymKey")
     VALUES ($1, $2, $3, $4, $5, $6::"PairingKind", $7, $8, $9, $10) ON CONFLICT ("slug") DO NOTHING`,
    [
      id,
      project.slug,
      project.name,
      project.description,
      project.overlap,
      pairing.pairing,
      pairing.pairingN,
      pairing.pairingModelKey,
      // Same slug, same seed: the same data in another installation becomes the same tasks.
      sha256Hex(`diptych:${project.slug}`).slice(0, 32),
      randomBytes(32).toString("hex"),
    ],
  )
  if (inserted.rowCount === 0) {
    throw new DiptychError("CONFLICT", `There is a project "${project.slug}" already; choose another slug.`, {
      field: "slug",
    })
  }
  await insertProtocol(sql, id, 1, presets[project.preset], access.userId)
  await insertGuideline(sql, id, project.guidelines, access.userId)
  if (access.userId) {
    await sql.query(
      `INSERT INTO "Membership" ("projectId", "userId", "role", "ringPoint") VALUES ($1, $2, 'OWNER', $3)`,
      [id, access.userId, randomInt(2 ** 31)],
    )
  }
  const { guidelines: _, ...rest } = project
  await insertAudit(sql, {
    actor: access.actor,
    projectId: id,
    action: "project:create",
    subjectType: "Project",
    subjectId: id,
    after: rest,
  })
  return { id, slug: project.slug }
}

async function insertGuideline(sql: Sql, projectId: string, markdown: string, userId: string | null) {
  if (markdown.trim() === "") return
  await sql.query(
    `INSERT INTO "Guideline" ("id", "projectId", "version", "markdown", "hash", "createdById") VALUES ($1, $2, 1, $3, $4, $5)`,
    [randomUUID(), projectId, markdown, sha256Hex(markdown), userId],
  )
}
