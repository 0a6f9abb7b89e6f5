import { randomBytes, randomUUID } from "node:crypto"
import type { AnnotationStatus, AssignmentPurpose, Preference } from "@/prisma/client/client"
import type { TestProject } from "@/prisma/factories/create-project"
import type { TestTask } from "@/prisma/factories/create-task"
import { db, type Tx } from "@/server/data/db"

export type TestComparison = {
  preference: Preference
  level?: number | null
  bothBad?: boolean
  criterion?: string
  positionA?: number
  positionB?: number
}
type Wish = {
  preference?: Preference
  level?: number
  bothBad?: boolean
  /** Instead of one comparison of a pair: all of them, for rankings and criteria. */
  comparisons?: readonly TestComparison[]
  status?: AnnotationStatus
  purpose?: AssignmentPurpose
  /** The assignment of an earlier revision. */
  revises?: { assignmentId: string; revision: number }
  shown?: readonly number[]
  notRankable?: boolean
  rationale?: string
  cohort?: string
  activeMs?: number
  createdAt?: Date
  tx?: Tx
}

/** One person's answer, with its assignment. Counters of the task are left alone. */
export async function createAnnotation(
  project: TestProject,
  task: TestTask,
  person: { id: string },
  wish: Wish = {},
) {
  const client = wish.tx ?? db()
  const purpose = wish.purpose ?? "LABEL"
  const shown = [...(wish.shown ?? task.completions.map((_, position) => position))]
  const assignmentId =
    wish.revises?.assignmentId ??
    (
      await client.assignment.create({
        data: {
          token: randomBytes(16).toString("base64url"),
          projectId: project.id,
          taskId: task.id,
          annotatorId: person.id,
          purpose,
          state: "SUBMITTED",
          holdsSlot: purpose === "LABEL",
          shown,
          leaseExpiresAt: new Date(),
          closedAt: new Date(),
        },
      })
    ).id
  const plain: TestComparison[] = wish.preference
    ? [{ preference: wish.preference, level: wish.level ?? 1, bothBad: wish.bothBad ?? false }]
    : []
  const comparisons = wish.comparisons ?? plain
  const annotation = await client.annotation.create({
    data: {
      projectId: project.id,
      taskId: task.id,
      assignmentId,
      annotatorId: person.id,
      revision: (wish.revises?.revision ?? 0) + 1,
      status: wish.status ?? "ACCEPTED",
      idempotencyKey: randomUUID(),
      protocolId: project.protocol.id,
      shown,
      blind: true,
      notRankable: wish.notRankable ?? false,
      rationale: wish.rationale ?? null,
      cohort: wish.cohort ?? null,
      activeMs: wish.activeMs ?? null,
      scrollDepth: [],
      ...(wish.createdAt && { createdAt: wish.createdAt }),
    },
  })
  // One by one: a nested create would need the composite relation spelled out.
  for (const comparison of comparisons) {
    await client.comparison.create({
      data: {
        annotationId: annotation.id,
        taskId: task.id,
        positionA: comparison.positionA ?? 0,
        positionB: comparison.positionB ?? 1,
        criterion: comparison.criterion ?? "overall",
        preference: comparison.preference,
        bothBad: comparison.bothBad ?? false,
        level: comparison.preference === "TIE" ? null : (comparison.level ?? 1),
      },
    })
  }
  return annotation
}
