import { randomUUID } from "node:crypto"
import { canonicalJson } from "@/core/canonical-json"
import { DiptychError } from "@/core/errors"
import type { ProtocolVersionRow } from "@/core/lists/protocol-version"
import { parseProtocol } from "@/core/parse-protocol"
import type { Protocol } from "@/core/protocol"
import { maxLevelOf, protocolSchema } from "@/core/protocol"
import { sha256Hex } from "@/core/same-text"
import type { ProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { insertAudit } from "@/server/data/insert-audit"
import type { Sql } from "@/server/data/transaction"
import { transaction } from "@/server/data/transaction"

/** All versions, newest first. */
export async function listProtocolVersions(
  access: ProjectAccess<"project:read">,
): Promise<ProtocolVersionRow[]> {
  return db().$queryRaw<ProtocolVersionRow[]>`
    SELECT v."version", v."createdAt", coalesce(nullif(u."name", ''), u."email") AS "by",
      coalesce(v."definition"->>'preset', '') AS "preset",
      (SELECT count(*)::int FROM "Annotation" a WHERE a."protocolId" = v."id") AS "annotations"
    FROM "ProtocolVersion" v LEFT JOIN "User" u ON u."id" = v."createdById"
    WHERE v."projectId" = ${access.projectId}::uuid ORDER BY v."version" DESC`
}

/**
 * A new version; the ones before stay as they were, and annotations keep the one they were made
 * under. `basedOn` is the version the writer began from: if another one was saved meanwhile, CONFLICT.
 * The same definition makes no version. CONFLICT too where tasks exist that another kind of protocol
 * could not ask: they would silently never be served.
 */
export async function createProtocolVersion(
  access: ProjectAccess<"project:update">,
  input: { readonly definition: unknown; readonly basedOn?: number | undefined },
): Promise<{ version: number; created: boolean }> {
  const definition = parseProtocol(input.definition)
  const hash = sha256Hex(canonicalJson(definition))
  return transaction(async (tx) => {
    const last = await lockNewest(tx, access.projectId)
    if (input.basedOn !== undefined && last.version !== input.basedOn) {
      throw new DiptychError(
        "CONFLICT",
        `Version ${last.version} was saved meanwhile. Reload to see it, then make your change again.`,
        { version: last.version },
      )
    }
    // Written before a field came, and now with its default: the same words.
    const before = last.hash === hash ? hash : sha256Hex(canonicalJson(protocolSchema.parse(last.definition)))
    if (before === hash) return { version: last.version, created: false }
    if (last.kind !== definition.kind && last.tasks > 0) {
      throw new DiptychError(
        "CONFLICT",
        `This project has ${last.tasks} tasks of the kind ${last.kind}; a protocol of the kind ${definition.kind} could not ask them. Make a new project for it.`,
        { field: "kind" },
      )
    }
    const version = last.version + 1
    const id = await insertProtocol(tx, access.projectId, version, definition, access.userId)
    await insertAudit(tx, {
      actor: access.actor,
      projectId: access.projectId,
      action: "protocol:create",
      subjectType: "ProtocolVersion",
      subjectId: id,
      before: { version: last.version, hash: last.hash },
      after: { version, hash },
    })
    return { version, created: true }
  })
}

type Newest = {
  readonly version: number
  readonly hash: string
  readonly kind: string
  readonly definition: unknown
  readonly tasks: number
}

/** The project's row is locked first, so that two saves at the same moment come one after the other. */
async function lockNewest(tx: Sql, projectId: string): Promise<Newest> {
  await tx.query(`SELECT 1 FROM "Project" WHERE "id" = $1::uuid FOR NO KEY UPDATE`, [projectId])
  const { rows } = await tx.query<Newest>(
    `SELECT v."version", v."hash", v."kind"::text AS "kind", v."definition",
       (SELECT count(*)::int FROM "Task" t WHERE t."projectId" = $1::uuid) AS "tasks"
     FROM "ProtocolVersion" v WHERE v."projectId" = $1::uuid ORDER BY v."version" DESC LIMIT 1`,
    [projectId],
  )
  const newest = rows[0]
  if (!newest) throw new DiptychError("NOT_FOUND", "This project is gone.")
  return newest
}

/** One row; the columns that constraints and queries need are derived from the definition here alone. */
export async function insertProtocol(
  sql: Sql,
  projectId: string,
  version: number,
  definition: Protocol,
  userId: string | null,
): Promise<string> {
  const id = randomUUID()
  await sql.query(
    `INSERT INTO "ProtocolVersion" ("id", "projectId", "version", "kind", "maxLevel", "allowTie", "allowBothBad", "definition", "hash", "createdById")
     VALUES ($1, $2, $3, $4::"TaskKind", $5, $6, $7, $8, $9, $10)`,
    [
      id,
      projectId,
      version,
      definition.kind,
      definition.scale ? maxLevelOf(definition.scale) : null,
      definition.scale?.tie ?? false,
      definition.scale?.bothBad ?? false,
      JSON.stringify(definition),
      sha256Hex(canonicalJson(definition)),
      userId,
    ],
  )
  return id
}
