import type { ProjectListRow } from "@/core/lists/project-row"
import { DiptychError } from "@/core/errors"
import { instanceRolePermissions, rolePermissions } from "@/core/permissions"
import { protocolSchema } from "@/core/protocol"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import type { Actor } from "@/server/actor"
import { settingFields } from "@/server/data/update-project"
import { db } from "@/server/data/db"

/**
 * The projects of a person; for the owner of the instance all of them. The actor is the capability
 * here: whom a project belongs to is the very thing asked.
 */
export async function listProjects(actor: Actor): Promise<ProjectListRow[]> {
  const userId = actor.kind === "cli" ? null : actor.userId
  const everything =
    actor.kind === "cli" || instanceRolePermissions[actor.instanceRole].includes("instance:manage")
  const rows = await db().$queryRaw<
    (Omit<ProjectListRow, "progress" | "mine"> & {
      tasks: number
      done: number
      wanted: number
      counted: number
      answered: number
    })[]
  >`
    SELECT p."slug", p."name", p."description", p."archivedAt" IS NOT NULL AS "archived",
      ${everything ? Prisma.sql`'OWNER'` : Prisma.sql`m."role"::text`} AS "role",
      coalesce(t."tasks", 0) AS "tasks", coalesce(t."done", 0) AS "done",
      coalesce(t."wanted", 0) AS "wanted", coalesce(t."counted", 0) AS "counted",
      (SELECT count(*)::int FROM "Assignment" s WHERE s."projectId" = p."id" AND s."annotatorId" = ${userId}::uuid
        AND s."state" = 'SUBMITTED') AS "answered"
    FROM "Project" p
    LEFT JOIN "Membership" m ON m."projectId" = p."id" AND m."userId" = ${userId}::uuid
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS "tasks",
        (count(*) FILTER (WHERE t."status" = 'RULED' OR t."status" = 'ACTIVE' AND t."counted" >= t."overlap"))::int AS "done",
        sum(t."overlap")::int AS "wanted", sum(t."counted")::int AS "counted"
      FROM "Task" t WHERE t."projectId" = p."id" AND t."status" NOT IN ('RETIRED', 'GOLD')
    ) t ON true
    WHERE ${everything ? Prisma.sql`true` : Prisma.sql`m."userId" IS NOT NULL`}
    ORDER BY p."archivedAt" IS NOT NULL, p."createdAt" DESC, p."id"`
  return rows.map(({ tasks, done, wanted, counted, answered, ...row }) => ({
    ...row,
    progress: rolePermissions[row.role].includes("tasks:read") ? { tasks, done, wanted, counted } : null,
    mine: { answered },
  }))
}

/** What every member may know of a project. */
export async function getProject(access: ProjectAccess<"project:read">) {
  const project = await db().project.findUnique({
    where: { id: access.projectId },
    select: { slug: true, name: true, description: true, archivedAt: true, showReasons: true },
  })
  if (!project) throw new DiptychError("NOT_FOUND", "This project is gone.")
  return project
}

/** The settings as they are now, and what they apply to. */
export async function getProjectSettings(access: ProjectAccess<"project:update">) {
  const project = await db().project.findUnique({
    where: { id: access.projectId },
    select: {
      ...settingFields,
      slug: true,
      pairing: true,
      pairingN: true,
      pairingModelKey: true,
      archivedAt: true,
      createdAt: true,
      _count: { select: { tasks: true, prompts: true, annotations: true } },
    },
  })
  if (!project) throw new DiptychError("NOT_FOUND", "This project is gone.")
  return project
}

/** The protocol in force (or a version of it), when it began, and whether tasks of its kind exist. */
export async function getProtocol(access: ProjectAccess<"project:read">, version?: number) {
  const found = await db().protocolVersion.findFirst({
    where: { projectId: access.projectId, ...(version !== undefined && { version }) },
    orderBy: { version: "desc" },
    select: { version: true, definition: true, hash: true, createdAt: true },
  })
  if (!found) throw new DiptychError("NOT_FOUND", "This project has no such protocol.")
  const task = await db().task.findFirst({ where: { projectId: access.projectId }, select: { id: true } })
  return { ...found, definition: protocolSchema.parse(found.definition), hasTasks: task !== null }
}
