import { DiptychError } from "@/core/errors"
import type { RoundChoice, RoundInput, RoundRow } from "@/core/rounds/round"
import { Prisma } from "@/prisma/client/client"
import type { ProjectAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import { db, type Tx } from "@/server/data/db"

type Access = ProjectAccess<"project:update">

/** The rounds of a project, newest first, with what lies in each. */
export async function listRounds(access: Access): Promise<RoundRow[]> {
  return db().$queryRaw<RoundRow[]>`
    SELECT r."id", r."number", r."name", r."policyVersion", r."active", r."closedAt" IS NOT NULL AS "closed",
      to_char(r."startsOn" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "startsOn", r."onDistributionShare",
      (SELECT count(*)::int FROM "Completion" c WHERE c."roundId" = r."id") AS "completions",
      coalesce(t."tasks", 0) AS "tasks", coalesce(t."done", 0) AS "done"
    FROM "Round" r
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS "tasks",
        (count(*) FILTER (WHERE t."status" = 'RULED' OR t."status" = 'ACTIVE' AND t."counted" >= t."overlap"))::int AS "done"
      FROM "Task" t WHERE t."roundId" = r."id" AND t."status" NOT IN ('RETIRED', 'GOLD')
    ) t ON true
    WHERE r."projectId" = ${access.projectId}::uuid ORDER BY r."number" DESC`
}

/** What a filter or the import page offers, oldest first. */
export async function listRoundChoices(access: ProjectAccess<"tasks:read">): Promise<RoundChoice[]> {
  const rounds = await db().round.findMany({
    where: { projectId: access.projectId },
    orderBy: { number: "asc" },
    select: { number: true, name: true, active: true, closedAt: true },
  })
  return rounds.map(({ closedAt, ...round }) => ({ ...round, closed: closedAt !== null }))
}

/** A new round; it is the active one from now on. */
export async function createRound(access: Access, input: RoundInput): Promise<{ number: number }> {
  const { projectId } = access
  try {
    return await db().$transaction(async (tx) => {
      const last = await tx.round.aggregate({ where: { projectId }, _max: { number: true } })
      const number = (last._max.number ?? 0) + 1
      await tx.round.updateMany({ where: { projectId, active: true }, data: { active: false } })
      const { id } = await tx.round.create({
        data: { projectId, number, active: true, ...toColumns(input) },
        select: { id: true },
      })
      await note(tx, access, "round:create", id, { number, ...input })
      return { number }
    })
  } catch (error) {
    // Two at the same moment: the unique number, or the one active round, lets one through.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new DiptychError(
        "CONFLICT",
        "Somebody else made a round at this moment. Reload to see it, then try again.",
      )
    }
    throw error
  }
}

/** Name and facts; number, tasks and completions stay. */
export async function updateRound(access: Access, number: number, input: RoundInput): Promise<void> {
  await db().$transaction(async (tx) => {
    const { id } = await requireRound(tx, access, number)
    await tx.round.update({ where: { id }, data: toColumns(input) })
    await note(tx, access, "round:update", id, { number, ...input })
  })
}

/**
 * `activate`: imports go here from now on. `rest`: to no round, until one is chosen. `close`: takes no
 * more imports; its open tasks are still served. `reopen`: may be imported into again.
 */
export type RoundStep = "activate" | "rest" | "close" | "reopen"

export async function stepRound(access: Access, number: number, step: RoundStep): Promise<void> {
  const { projectId } = access
  await db().$transaction(async (tx) => {
    const { id, closedAt } = await requireRound(tx, access, number)
    if (step === "activate") {
      if (closedAt) throw new DiptychError("CONFLICT", `Round ${number} is closed; open it again first.`)
      await tx.round.updateMany({ where: { projectId, active: true }, data: { active: false } })
    }
    await tx.round.update({
      where: { id },
      data: {
        activate: { active: true },
        rest: { active: false },
        close: { active: false, closedAt: new Date() },
        reopen: { closedAt: null },
      }[step],
    })
    await note(tx, access, `round:${step}`, id, { number })
  })
}

async function requireRound(tx: Tx, { projectId }: Access, number: number) {
  const round = await tx.round.findUnique({
    where: { projectId_number: { projectId, number } },
    select: { id: true, closedAt: true },
  })
  if (!round) throw new DiptychError("NOT_FOUND", `There is no round ${number} in this project.`)
  return round
}

function toColumns({ name, policyVersion, startsOn, onDistribution }: RoundInput) {
  return {
    name,
    policyVersion,
    startsOn: startsOn === null ? null : new Date(`${startsOn}T00:00:00.000Z`),
    onDistributionShare: onDistribution === null ? null : onDistribution / 100,
  }
}

async function note(tx: Tx, access: Access, action: string, subjectId: string, after: object): Promise<void> {
  const { actor, projectId } = access
  await writeAudit(tx, { actor, projectId, action, subjectType: "Round", subjectId, after })
}
