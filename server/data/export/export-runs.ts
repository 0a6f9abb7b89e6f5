import { randomUUID } from "node:crypto"
import { DiptychError } from "@/core/errors"
import { type Manifest, manifestSchema } from "@/formats/export/manifest"
import { type ExportSettings, exportSettingsSchema } from "@/formats/export/settings"
import type { ProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { insertAudit } from "@/server/data/insert-audit"
import { transaction } from "@/server/data/transaction"

/** A finished export: with it the same files can be made again at any time. */
export type ExportRun = {
  readonly id: string
  readonly format: string
  readonly settings: ExportSettings
  readonly snapshot: string
  readonly manifest: Manifest
  readonly createdAt: string
  readonly createdBy: string | null
}

type Access = ProjectAccess<"exports:create">

/** Writes down an export that was made; returns its id. Plain SQL: Prisma's engine is as large as the export. */
export async function createExportRun(
  access: Access,
  run: Pick<ExportRun, "format" | "settings" | "snapshot" | "manifest"> & { readonly id?: string },
): Promise<string> {
  const { id = randomUUID(), format, settings, snapshot, manifest } = run
  return transaction(async (client) => {
    await client.query(
      `INSERT INTO "ExportRun" ("id", "projectId", "format", "settings", "snapshot", "status", "counts", "sha256", "createdById", "finishedAt")
       VALUES ($1, $2, $3, $4, $5, 'DONE', $6, $7, $8, now())`,
      [
        id,
        access.projectId,
        format,
        JSON.stringify(settings),
        snapshot,
        JSON.stringify(manifest),
        manifest.sha256,
        access.userId,
      ],
    )
    await insertAudit(client, {
      actor: access.actor,
      projectId: access.projectId,
      action: "export:create",
      subjectType: "ExportRun",
      subjectId: id,
      after: { format, settings, sha256: manifest.sha256 },
    })
    return id
  })
}

export async function hasExportRun(access: Access, id: string): Promise<boolean> {
  const { rowCount } = await pool().query(`SELECT 1 FROM "ExportRun" WHERE "id" = $1 AND "projectId" = $2`, [
    id,
    access.projectId,
  ])
  return rowCount === 1
}

/** When the export with this SHA-256 was first made. */
export async function findExportTime(access: Access, sha256: string): Promise<Date | null> {
  const { rows } = await pool().query<{ at: Date | null }>(
    `SELECT min("createdAt") AS "at" FROM "ExportRun" WHERE "projectId" = $1 AND "sha256" = $2 AND "status" = 'DONE'`,
    [access.projectId, sha256],
  )
  return rows[0]?.at ?? null
}

/** Newest first. */
export async function listExportRuns(access: Access, limit = 50): Promise<ExportRun[]> {
  const rows = await db().exportRun.findMany({
    where: { projectId: access.projectId, status: "DONE" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  })
  const people = await db().user.findMany({
    where: { id: { in: rows.flatMap((row) => (row.createdById === null ? [] : [row.createdById])) } },
    select: { id: true, name: true, email: true },
  })
  const nameOf = new Map(people.map((person) => [person.id, person.name || person.email]))
  return rows.map((row) => toRun(row, nameOf.get(row.createdById ?? "") ?? null))
}

/**
 * By id, or by the first 8 or more digits of its SHA-256 (of several with the same bytes the newest).
 * Throws NOT_FOUND.
 */
export async function getExportRun(access: Access, name: string): Promise<ExportRun> {
  const which = uuid.test(name)
    ? { id: name }
    : hashStart.test(name)
      ? { sha256: { startsWith: name } }
      : null
  const row =
    which &&
    (await db().exportRun.findFirst({
      where: { ...which, projectId: access.projectId, status: "DONE" },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    }))
  if (!row) throw new DiptychError("NOT_FOUND", "There is no such export in this project.")
  return toRun(row, null)
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const hashStart = /^[0-9a-f]{8,64}$/

/** When texts of the project's annotations were last erased. Files made before may still hold them. */
export async function getLastErasure(access: Access): Promise<Date | null> {
  const { _max } = await db().annotationSeal.aggregate({
    where: { projectId: access.projectId },
    _max: { erasedAt: true },
  })
  return _max.erasedAt
}

/** Name of the project, for the title of the data set. */
export async function getExportTitle(access: Access): Promise<string> {
  const { rows } = await pool().query<{ name: string }>(`SELECT "name" FROM "Project" WHERE "id" = $1`, [
    access.projectId,
  ])
  return rows[0]?.name ?? access.slug
}

function toRun(
  row: { id: string; format: string; settings: unknown; snapshot: string; counts: unknown; createdAt: Date },
  createdBy: string | null,
): ExportRun {
  return {
    id: row.id,
    format: row.format,
    settings: exportSettingsSchema.parse(row.settings),
    snapshot: row.snapshot,
    manifest: manifestSchema.parse(row.counts),
    createdAt: row.createdAt.toISOString(),
    createdBy,
  }
}
