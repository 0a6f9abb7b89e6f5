import { randomUUID } from "node:crypto"
import { hashMessages } from "@/core/same-text"
import type { ProjectAccess } from "@/server/access"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { createProject } from "@/server/projects/create-project"

/** A project whose every judgment a test writes down itself, row by row. */
export type Scene = Awaited<ReturnType<typeof createScene>>

let serial = 0

export async function createScene(slug: string, options: { overlap?: number } = {}) {
  const cli = { kind: "cli" } as const
  await createProject(requireInstanceAccess(cli, "projects:create"), {
    slug,
    name: `Project ${slug}`,
    preset: "arena",
    overlap: options.overlap ?? 2,
  })
  const access = (await requireProjectAccess(
    cli,
    slug,
    "project:read",
    "project:update",
    "project:delete",
    "guidelines:update",
    "tasks:read",
    "annotations:read",
    "results:read",
    "audit:read",
  )) satisfies ProjectAccess<"tasks:read">
  const { projectId } = access
  const protocol = await db().protocolVersion.findFirstOrThrow({ where: { projectId } })
  return { access, projectId, protocolId: protocol.id, overlap: options.overlap ?? 2 }
}

export async function addPerson(scene: Scene, name: string) {
  const user = await db().user.create({ data: { email: `${randomUUID()}@example.org`, name } })
  await db().membership.create({
    data: { projectId: scene.projectId, userId: user.id, role: "ANNOTATOR", ringPoint: 1 },
  })
  return user.id
}

/** A pair of texts by two models; position 0 has the smaller hash, as stored. */
export async function addTask(
  scene: Scene,
  prompt: string,
  options: { models?: [string, string]; tags?: string[]; doubleJudged?: boolean } = {},
) {
  const { projectId } = scene
  const messages = [{ role: "user" as const, content: prompt }]
  const made = await db().prompt.create({
    data: {
      projectId,
      hash: hashMessages(messages),
      messages,
      chars: prompt.length,
      tags: options.tags ?? [],
    },
  })
  const texts = (options.models ?? ["aster", "birch"]).map((key) => {
    const answer = [{ role: "assistant" as const, content: `${key} answers ${prompt}` }]
    return { key, answer, hash: hashMessages(answer) }
  })
  const entries = []
  for (const [position, text] of texts.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)).entries()) {
    const model = await db().model.upsert({
      where: { projectId_key: { projectId, key: text.key } },
      create: { projectId, key: text.key },
      update: {},
    })
    const completion = await db().completion.create({
      data: {
        projectId,
        promptId: made.id,
        modelId: model.id,
        hash: text.hash,
        messages: text.answer,
        chars: 1,
      },
    })
    entries.push({ position, completionId: completion.id, key: text.key })
  }
  const task = await db().task.create({
    data: {
      projectId,
      promptId: made.id,
      kind: "PAIRWISE",
      k: 2,
      setHash: randomUUID(),
      overlap: scene.overlap,
      remaining: scene.overlap,
      open: true,
      ring: serial++,
      doubleJudged: options.doubleJudged ?? false,
      completions: { create: entries.map(({ position, completionId }) => ({ position, completionId })) },
    },
  })
  return { id: task.id, models: entries.map((entry) => entry.key) as [string, string] }
}

type Answer = {
  preference?: "A" | "B" | "TIE"
  bothBad?: boolean
  status?: "ACCEPTED" | "SURPLUS" | "WITHDRAWN"
  shown?: [number, number]
  at?: Date
  activeMs?: number
  flag?: string
  /** Words of the text at a stored position. */
  mark?: { type: string; position: number; spanStart: number; spanEnd: number; comment?: string }
  note?: string
}

/** The revisions of one person's answer to one task, oldest first; keeps the task's counts true. */
export async function addAnswers(
  scene: Scene,
  taskId: string,
  annotatorId: string,
  revisions: readonly Answer[],
  options: { purpose?: "LABEL" | "GOLD" | "REPEAT" } = {},
) {
  const { projectId, protocolId } = scene
  const purpose = options.purpose ?? "LABEL"
  const last = revisions.at(-1)
  const counts = purpose === "LABEL" && (last?.status ?? "ACCEPTED") === "ACCEPTED"
  const assignment = await db().assignment.create({
    data: {
      token: randomUUID(),
      projectId,
      taskId,
      annotatorId,
      purpose,
      state: "SUBMITTED",
      holdsSlot: counts,
      shown: [0, 1],
      leaseExpiresAt: new Date(),
      closedAt: new Date(),
    },
  })
  let id = ""
  for (const [index, answer] of revisions.entries()) {
    const preference = answer.preference ?? "A"
    const annotation = await db().annotation.create({
      data: {
        projectId,
        taskId,
        assignmentId: assignment.id,
        annotatorId,
        revision: index + 1,
        status: answer.status ?? "ACCEPTED",
        idempotencyKey: randomUUID(),
        protocolId,
        shown: answer.shown ?? [0, 1],
        blind: true,
        scrollDepth: [],
        activeMs: answer.activeMs ?? null,
        note: answer.note ?? null,
        ...(answer.at && { createdAt: answer.at }),
        ...((answer.flag || answer.mark) && {
          flags: {
            create: [...(answer.flag ? [{ type: answer.flag }] : []), ...(answer.mark ? [answer.mark] : [])],
          },
        }),
        ...(answer.status !== "WITHDRAWN" && {
          comparisons: {
            create: [
              {
                positionA: 0,
                positionB: 1,
                preference,
                bothBad: answer.bothBad ?? false,
                level: preference === "TIE" ? null : 1,
              },
            ],
          },
        }),
      },
    })
    id = annotation.id
  }
  if (counts) {
    await db().$executeRaw`UPDATE "Task" SET "counted" = "counted" + 1, "taken" = "taken" + 1,
      "remaining" = "remaining" - 1, "open" = "status" = 'ACTIVE' AND "remaining" - 1 > 0 WHERE "id" = ${taskId}::uuid`
  }
  return id
}
