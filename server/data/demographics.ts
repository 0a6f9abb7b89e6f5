import { createHmac } from "node:crypto"
import type { AskedQuestion, CountedQuestion } from "@/core/consent/question"
import type { GroupQuestion } from "@/core/numbers/bias-audit"
import { suppressSmallCells } from "@/core/consent/small-cells"
import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { writeAudit } from "@/server/data/audit"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

/**
 * Under what a person's answers are kept. Another one than in exports: who has an export and this table
 * cannot put the two together.
 */
function demographicPseudonym(pseudonymKey: string, userId: string): string {
  return createHmac("sha256", Buffer.from(pseudonymKey, "hex")).update(`demographics:${userId}`).digest("hex")
}

async function ownPseudonym(projectId: string, userId: string): Promise<string> {
  const { pseudonymKey } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { pseudonymKey: true },
  })
  return demographicPseudonym(pseudonymKey, userId)
}

/** The questions a person has not been asked yet; none where the project asks none. */
export async function listUnasked(
  access: ProjectAccess<"annotations:create">,
  userId: string,
): Promise<AskedQuestion[]> {
  const questions = await db().demographicQuestion.findMany({
    where: { projectId: access.projectId, retiredAt: null },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { id: true, text: true, choices: true },
  })
  if (questions.length === 0) return []
  const pseudonym = await ownPseudonym(access.projectId, userId)
  const answered = await db().demographicAnswer.findMany({
    where: { pseudonym, questionId: { in: questions.map((question) => question.id) } },
    select: { questionId: true },
  })
  const known = new Set(answered.map((row) => row.questionId))
  return questions.filter((question) => !known.has(question.id))
}

/** Keeps what a person chose; a question without a choice counts as "prefers not to say". */
export async function saveDemographics(
  access: ProjectAccess<"annotations:create">,
  userId: string,
  chosen: ReadonlyMap<string, number>,
): Promise<void> {
  const asked = await listUnasked(access, userId)
  const pseudonym = await ownPseudonym(access.projectId, userId)
  const data = asked.map(({ id, choices }) => {
    const choice = chosen.get(id) ?? null
    if (choice !== null && choices[choice] === undefined) {
      throw new DiptychError("INVALID_INPUT", "That is none of the choices. Reload the page.")
    }
    return { questionId: id, pseudonym, choice }
  })
  // Twice at the same moment: the first holds.
  await db().demographicAnswer.createMany({ data, skipDuplicates: true })
}

/** Projects of which the person is a member and in which they answered questions. */
export async function listProjectsWithAnswers(
  actor: UserActor,
): Promise<{ slug: string; project: string }[]> {
  const memberships = await db().membership.findMany({
    where: { userId: actor.userId, project: { demographicQuestions: { some: {} } } },
    select: { project: { select: { slug: true, name: true, pseudonymKey: true } } },
  })
  const bySecret = new Map(
    memberships.map(({ project }) => [demographicPseudonym(project.pseudonymKey, actor.userId), project]),
  )
  const rows = await db().demographicAnswer.findMany({
    where: { pseudonym: { in: [...bySecret.keys()] } },
    distinct: ["pseudonym"],
    select: { pseudonym: true },
  })
  return rows.flatMap(({ pseudonym }) => {
    const project = bySecret.get(pseudonym)
    return project ? [{ slug: project.slug, project: project.name }] : []
  })
}

/** What a person answered here goes; they will be asked again. Not audited: a row would tell who had answered. */
export async function deleteOwnDemographics(
  access: ProjectAccess<"annotations:create">,
  userId: string,
): Promise<void> {
  const pseudonym = await ownPseudonym(access.projectId, userId)
  await db().demographicAnswer.deleteMany({ where: { pseudonym } })
}

/** Everything a person answered anywhere, by project: for what is given to that very person, or erased. */
export async function findDemographicsOf(tx: Tx, userId: string) {
  const projects = await tx.project.findMany({ select: { slug: true, pseudonymKey: true } })
  const slugOf = new Map(
    projects.map((project) => [demographicPseudonym(project.pseudonymKey, userId), project.slug]),
  )
  const rows = await tx.demographicAnswer.findMany({
    where: { pseudonym: { in: [...slugOf.keys()] } },
    select: { pseudonym: true, choice: true, question: { select: { text: true, choices: true } } },
  })
  return {
    pseudonyms: [...slugOf.keys()],
    answers: rows.map(({ pseudonym, choice, question }) => ({
      project: slugOf.get(pseudonym) ?? "",
      question: question.text,
      answer: choice === null ? null : (question.choices[choice] ?? null),
    })),
  }
}

/**
 * Every question with who of some people chose what: for figures by group (core/numbers/bias-audit.ts), which hide small
 * ones. It must not leave the server.
 */
export async function listChosenGroups(
  access: ProjectAccess<"project:update">,
  userIds: readonly string[],
): Promise<GroupQuestion[]> {
  const questions = await db().demographicQuestion.findMany({
    where: { projectId: access.projectId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { text: true, choices: true, answers: { select: { pseudonym: true, choice: true } } },
  })
  if (questions.length === 0) return []
  const { pseudonymKey } = await db().project.findUniqueOrThrow({
    where: { id: access.projectId },
    select: { pseudonymKey: true },
  })
  const userOf = new Map(userIds.map((userId) => [demographicPseudonym(pseudonymKey, userId), userId]))
  return questions.map(({ text, choices, answers }) => ({
    text,
    choices,
    chosen: new Map(
      answers.flatMap(({ pseudonym, choice }) => {
        const userId = userOf.get(pseudonym)
        return userId === undefined ? [] : [[userId, choice] as const]
      }),
    ),
  }))
}

/** Every question with its counts, small ones hidden. The counts themselves leave this function for nobody. */
export async function listCountedQuestions(
  access: ProjectAccess<"project:update">,
): Promise<CountedQuestion[]> {
  const questions = await db().demographicQuestion.findMany({
    where: { projectId: access.projectId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { id: true, text: true, choices: true, retiredAt: true },
  })
  const counted = await db().demographicAnswer.groupBy({
    by: ["questionId", "choice"],
    where: { question: { projectId: access.projectId } },
    _count: true,
  })
  return questions.map(({ id, text, choices, retiredAt }) => {
    const counts = [...choices.keys(), null].map(
      (choice) => counted.find((row) => row.questionId === id && row.choice === choice)?._count ?? 0,
    )
    const { total, cells } = suppressSmallCells(counts)
    return {
      id,
      text,
      choices,
      retired: retiredAt !== null,
      total,
      cells: cells.slice(0, -1),
      unsaid: cells.at(-1) ?? null,
    }
  })
}

/** A new question, after those there are. */
export async function createQuestion(
  access: ProjectAccess<"project:update">,
  question: { readonly text: string; readonly choices: readonly string[] },
): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const position = await tx.demographicQuestion.count({ where: { projectId } })
    const { id } = await tx.demographicQuestion.create({
      data: { projectId, position, text: question.text, choices: [...question.choices] },
    })
    await writeAudit(tx, {
      actor,
      projectId,
      action: "demographics:create",
      subjectType: "DemographicQuestion",
      subjectId: id,
      after: { text: question.text, choices: question.choices },
    })
  })
}

/** Asked of nobody any more. What was answered stays, or goes with it. */
export async function retireQuestion(
  access: ProjectAccess<"project:update">,
  id: string,
  withAnswers: boolean,
): Promise<void> {
  const { projectId, actor } = access
  await db().$transaction(async (tx) => {
    const { count } = await tx.demographicQuestion.updateMany({
      where: { id, projectId, ...(!withAnswers && { retiredAt: null }) },
      data: { retiredAt: new Date() },
    })
    if (count === 0) throw new DiptychError("NOT_FOUND", "That question is not asked any more.")
    if (withAnswers) await tx.demographicQuestion.delete({ where: { id } })
    await writeAudit(tx, {
      actor,
      projectId,
      action: withAnswers ? "demographics:delete" : "demographics:retire",
      subjectType: "DemographicQuestion",
      subjectId: id,
    })
  })
}
