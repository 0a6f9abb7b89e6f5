import { randomUUID } from "node:crypto"
import type { PresetName } from "@/core/presets/registry"
import { createCompletion } from "@/prisma/factories/create-completion"
import { createProject } from "@/prisma/factories/create-project"
import { createPrompt } from "@/prisma/factories/create-prompt"
import { createTask } from "@/prisma/factories/create-task"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"

/** A project of any preset with one task per number of texts, and somebody who does them. */
export async function makeKindWorld(
  preset: PresetName,
  sizes: readonly number[],
  wish: { readonly text?: (n: number, index: number) => string } = {},
) {
  const project = await createProject({ preset, slug: `kinds-${randomUUID()}` })
  const text = wish.text ?? ((n, index) => `Text ${n} of ${index}`)
  for (const [index, k] of sizes.entries()) {
    const prompt = await createPrompt(project, { text: `Prompt ${index}`, split: "train" })
    const completions = []
    for (let n = 0; n < k; n++)
      completions.push(await createCompletion(prompt, { model: `model-${n}`, text: text(n, index) }))
    await createTask(prompt, completions)
  }
  await db().project.update({
    where: { id: project.id },
    data: { leaseAhead: 200, goldRate: 0, repeatRate: 0 },
  })
  const user = await createUser({ email: `${randomUUID()}@people.example` })
  await db().membership.create({
    data: { projectId: project.id, userId: user.id, role: "ANNOTATOR", ringPoint: 7 },
  })
  const actor = { kind: "user", userId: user.id, sessionId: user.id, instanceRole: "MEMBER" } as const
  const access = await requireProjectAccess(actor, project.slug, "annotations:create")
  return { project, person: { userId: user.id, email: user.email, access } }
}

/** What is in the store of a project's annotations, newest revision of each task last. */
export function storedAnswers(projectId: string) {
  return db().annotation.findMany({
    where: { projectId },
    orderBy: [{ createdAt: "asc" }, { revision: "asc" }],
    include: {
      comparisons: true,
      placements: { orderBy: { position: "asc" } },
      ratings: { orderBy: [{ position: "asc" }, { criterion: "asc" }] },
      flags: true,
      task: { include: { completions: { include: { completion: true }, orderBy: { position: "asc" } } } },
    },
  })
}
