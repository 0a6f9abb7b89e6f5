import { DiptychError } from "@/core/errors"
import type { PartOutcome } from "@/core/screening/assess"
import type { ScreeningSettings } from "@/core/screening/settings"
import { screeningSchema } from "@/core/screening/settings"
import type { ScreeningPerson, ScreeningSetup } from "@/core/screening/views"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import type { Annotator } from "@/server/data/annotator"
import { writeAudit } from "@/server/data/audit"
import { db, pool } from "@/server/data/db"
import { insertMembership } from "@/server/data/memberships"
import { onClient, onPrisma } from "@/server/data/run-sql"
import { findScreening, settleScreening } from "@/server/data/screening/stand"

/** The screening and training settings of a project, and what they can be made of. */
export async function getScreeningSetup(access: ProjectAccess<"project:update">): Promise<ScreeningSetup> {
  const project = await db().project.findUniqueOrThrow({
    where: { id: access.projectId },
    select: { screening: true, showReasons: true, requires: { select: { slug: true, name: true } } },
  })
  const { actor } = access
  const everywhere = actor.kind !== "user" || actor.instanceRole === "OWNER"
  const [parts, choices] = await Promise.all([
    db().$queryRaw<{ part: string; tasks: number }[]>`
      SELECT coalesce(g."part", '') AS "part", count(*)::int AS "tasks" FROM "Gold" g JOIN "Task" t ON t."id" = g."taskId"
      WHERE t."projectId" = ${access.projectId}::uuid AND g."retiredAt" IS NULL GROUP BY 1 ORDER BY 1`,
    db().$queryRaw<{ slug: string; name: string }[]>`
      SELECT p."slug", p."name" FROM "Project" p
      WHERE p."screening" IS NOT NULL AND p."archivedAt" IS NULL AND p."id" <> ${access.projectId}::uuid
        AND (${everywhere} OR EXISTS (SELECT 1 FROM "Membership" m WHERE m."projectId" = p."id"
          AND m."userId" = ${access.userId}::uuid AND m."role" IN ('OWNER', 'ADMIN')))
      ORDER BY p."name", p."slug"`,
  ])
  return {
    settings: project.screening === null ? null : screeningSchema.parse(project.screening),
    showReasons: project.showReasons,
    requires: project.requires,
    goldParts: parts,
    choices,
  }
}

/** Makes the project a qualification, changes how, or (null) makes it an ordinary one again. */
export async function updateScreening(
  access: ProjectAccess<"project:update">,
  settings: ScreeningSettings | null,
): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const before = await tx.project.findUniqueOrThrow({
      where: { id: projectId },
      select: { screening: true },
    })
    await tx.project.update({
      where: { id: projectId },
      data: { screening: settings ?? Prisma.DbNull },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "screening:update",
      subjectType: "Project",
      subjectId: projectId,
      before: { screening: before.screening },
      after: { screening: settings },
    })
  })
}

/**
 * Which screening people must have passed (null = none), and whether the reason is shown after each
 * answer to gold. A project that is no screening, or that the admin does not manage: INVALID_INPUT.
 */
export async function updateEntry(
  access: ProjectAccess<"project:update">,
  wish: { readonly requires: string | null; readonly showReasons: boolean },
): Promise<void> {
  const { projectId, actor } = access
  const { choices, requires: before, showReasons } = await getScreeningSetup(access)
  const known = wish.requires === null || [...choices, before].some((one) => one?.slug === wish.requires)
  if (!known) {
    throw new DiptychError("INVALID_INPUT", `There is no screening "${wish.requires}" that you manage.`, {
      fields: { requires: ["Choose a screening that you manage."] },
    })
  }
  await db().$transaction(async (tx) => {
    const wanted =
      wish.requires === null
        ? null
        : await tx.project.findUniqueOrThrow({ where: { slug: wish.requires }, select: { id: true } })
    await tx.project.update({
      where: { id: projectId },
      data: { requiresId: wanted?.id ?? null, showReasons: wish.showReasons },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "project:update",
      subjectType: "Project",
      subjectId: projectId,
      before: { requires: before?.slug ?? null, showReasons },
      after: { requires: wish.requires, showReasons: wish.showReasons },
    })
  })
}

/** Everybody who takes or took the screening, with every attempt. */
export async function listScreeningPeople(access: ProjectAccess<"members:read">): Promise<ScreeningPerson[]> {
  const { projectId } = access
  const stands = await settleScreening(onClient(pool()), projectId, null)
  const [people, results] = await Promise.all([
    db().user.findMany({
      where: { id: { in: [...stands.keys()] } },
      select: { id: true, name: true, email: true },
    }),
    db().screeningResult.findMany({ where: { projectId }, orderBy: { attempt: "asc" } }),
  ])
  const rows = people.map((person) => ({
    userId: person.id,
    name: person.name,
    email: person.email,
    state: stands.get(person.id)?.state ?? null,
    results: results
      .filter((result) => result.userId === person.id)
      .map(({ attempt, passed, parts, reason, createdAt }) => ({
        attempt,
        passed,
        parts: parts as unknown as readonly PartOutcome[],
        reason,
        at: createdAt,
      })),
  }))
  return rows.toSorted(
    (a, b) => order(a) - order(b) || (a.name || a.email).localeCompare(b.name || b.email, "en"),
  )
}

/** Those who wait for an admin first. */
function order({ state }: ScreeningPerson): number {
  return state?.kind === "grading" ? 0 : state?.kind === "open" ? 1 : 2
}

/** A score for a part that no gold can judge, in the person's running attempt. */
export async function gradeScreening(
  access: ProjectAccess<"members:update">,
  userId: string,
  grade: { readonly part: string; readonly score: number },
): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const run = onPrisma(tx)
    const attempt = await requireRunning(run, projectId, userId)
    const screening = await findScreening(run, projectId)
    const part = screening?.settings.parts.find((one) => one.name === grade.part)
    if (part?.kind !== "graded" || grade.score < 0 || grade.score > part.most) {
      const most = part?.kind === "graded" ? part.most : 0
      throw new DiptychError("INVALID_INPUT", `A score from 0 to ${most} is expected.`, {
        fields: { score: [`A score from 0 to ${most}.`] },
      })
    }
    await tx.screeningGrade.create({
      data: { projectId, userId, attempt, part: grade.part, score: grade.score, gradedById: access.userId },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "screening:grade",
      subjectType: "User",
      subjectId: userId,
      after: { attempt, ...grade },
    })
    await settleScreening(run, projectId, [userId])
  })
}

/** An admin's word ends the running attempt, with the reason; also after the last one, to let somebody pass. */
export async function decideScreening(
  access: ProjectAccess<"members:update">,
  userId: string,
  decision: { readonly passed: boolean; readonly reason: string },
): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const stand = (await settleScreening(onPrisma(tx), projectId, [userId])).get(userId)
    if (!stand) throw new DiptychError("NOT_FOUND", "That person does not take this screening.")
    const { state } = stand
    if (state.kind === "passed") throw new DiptychError("CONFLICT", "This person has passed already.")
    const attempt = "result" in state ? state.result.attempt + 1 : state.attempt
    await tx.screeningResult.create({
      data: {
        projectId,
        userId,
        attempt,
        passed: decision.passed,
        parts: "parts" in state ? state.parts.map((part) => ({ ...part })) : [],
        reason: decision.reason,
        decidedById: access.userId,
      },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "screening:decide",
      subjectType: "User",
      subjectId: userId,
      after: { attempt, ...decision },
    })
  })
}

async function requireRunning(
  run: ReturnType<typeof onPrisma>,
  projectId: string,
  userId: string,
): Promise<number> {
  const state = (await settleScreening(run, projectId, [userId])).get(userId)?.state
  if (state?.kind === "open" || state?.kind === "grading") return state.attempt
  throw new DiptychError("CONFLICT", "This person has no attempt under way.")
}

/**
 * Lets a member of a project into the project of the screening that it asks for, as an annotator.
 * Answers its slug. Nothing asked for: NOT_FOUND.
 */
export async function enrolForScreening(who: Annotator): Promise<{ slug: string }> {
  return db().$transaction(async (tx) => {
    const { requires } = await tx.project.findUniqueOrThrow({
      where: { id: who.projectId },
      select: { requires: { select: { id: true, slug: true, screening: true } } },
    })
    if (!requires || requires.screening === null) {
      throw new DiptychError("NOT_FOUND", "This project asks for no screening.")
    }
    const member = { projectId: requires.id, userId: who.userId }
    if ((await tx.membership.count({ where: member })) === 0) {
      await insertMembership(tx, { ...member, role: "ANNOTATOR" })
      await writeAudit(tx, {
        actor: who.actor,
        projectId: requires.id,
        action: "membership:create",
        subjectType: "User",
        subjectId: who.userId,
        after: { role: "ANNOTATOR", for: who.slug },
      })
    }
    return { slug: requires.slug }
  })
}
