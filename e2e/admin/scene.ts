import { randomUUID } from "node:crypto"
import { test as base } from "@/e2e/fixtures/login"
import { db } from "@/server/data/db"
import { addAnswers, addPerson, addTask, createScene, type Scene } from "@/tests/support/judged-project"

export type AdminScene = {
  readonly slug: string
  readonly scene: Scene
  /** The task on which Ann and Ben differ. */
  readonly differing: string
  readonly people: { readonly owner: string; readonly ann: string; readonly ben: string }
}

/** A small judged project in the server's own database, with its people. */
async function buildScene(slug: string): Promise<AdminScene> {
  const scene = await createScene(slug)
  const owner = await addPerson(scene, `Olive ${slug}`)
  await db().membership.update({
    where: { projectId_userId: { projectId: scene.projectId, userId: owner } },
    data: { role: "OWNER" },
  })
  const [ann, ben] = [await addPerson(scene, `Ann ${slug}`), await addPerson(scene, `Ben ${slug}`)]
  const differing = await addTask(scene, "Which sorting is stable?", { tags: ["code"] })
  const agreed = await addTask(scene, "Name a river in Spain.")
  await addTask(scene, "ما الفرق بين الطقس والمناخ؟", { tags: ["open-qa"] })
  await addAnswers(scene, differing.id, ann, [{ preference: "A", activeMs: 9000 }])
  await addAnswers(scene, differing.id, ben, [
    { preference: "B", activeMs: 7000, flag: "harmful", note: "Look here" },
  ])
  await addAnswers(scene, agreed.id, ann, [{ preference: "A" }, { status: "WITHDRAWN" }])
  return { slug, scene, differing: differing.id, people: { owner, ann, ben } }
}

export const test = base.extend<{ admin: AdminScene }>({
  // A project of its own for each test: none sees what another changed.
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names out of it
  admin: async ({}, use) => {
    await use(await buildScene(`e2e-${randomUUID().slice(0, 13)}`))
  },
})
export { expect, signIn, visit } from "@/e2e/fixtures/login"
