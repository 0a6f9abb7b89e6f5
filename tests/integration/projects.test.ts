import { beforeEach, describe, expect, it } from "vitest"
import { auditQueryDefaults } from "@/core/lists/audit-query"
import { projectSettingsSchema } from "@/core/project-settings"
import type { Actor } from "@/server/actor"
import { listAudit } from "@/server/data/audit-list"
import { db } from "@/server/data/db"
import { deleteProject } from "@/server/data/delete-project"
import { createGuideline, getGuideline, listGuidelineVersions } from "@/server/data/guidelines"
import { getProjectSettings, listProjects } from "@/server/data/projects"
import { setProjectArchived, updateProjectSettings } from "@/server/data/update-project"
import { addAnswers, addPerson, addTask, createScene, type Scene } from "@/tests/support/judged-project"

let scene: Scene
let serial = 0
beforeEach(async () => {
  scene = await createScene(`settings-${serial++}`)
})

async function settings() {
  return projectSettingsSchema.parse(await getProjectSettings(scene.access))
}
const task = (id: string) => db().task.findUniqueOrThrow({ where: { id } })

describe("updateProjectSettings", () => {
  it("changes the overlap of every task in one go, and never below what is taken", async () => {
    const [ann, ben] = [await addPerson(scene, "Ann"), await addPerson(scene, "Ben")]
    const fresh = await addTask(scene, "fresh")
    const full = await addTask(scene, "full")
    const always = await addTask(scene, "always two", { doubleJudged: true })
    const retired = await addTask(scene, "retired")
    await db().task.update({ where: { id: retired.id }, data: { status: "RETIRED", open: false } })
    await addAnswers(scene, full.id, ann, [{}])
    await addAnswers(scene, full.id, ben, [{}])

    const lowered = await updateProjectSettings(scene.access, { ...(await settings()), overlap: 1 })
    expect(lowered).toEqual({ tasksChanged: 2, tasksAbove: 1 })
    expect(await task(fresh.id)).toMatchObject({ overlap: 1, remaining: 1, open: true })
    expect(await task(full.id)).toMatchObject({ overlap: 2, taken: 2, lowerTo: 1, remaining: 0, open: false })
    expect(await task(always.id)).toMatchObject({ overlap: 2, remaining: 2, open: true })
    expect(await task(retired.id)).toMatchObject({ overlap: 2, open: false })

    const raised = await updateProjectSettings(scene.access, { ...(await settings()), overlap: 4 })
    expect(raised).toEqual({ tasksChanged: 3, tasksAbove: 0 })
    expect(await task(full.id)).toMatchObject({ overlap: 4, remaining: 2, open: true })
  })

  it("writes only what changed to the audit log, and nothing for a save without a change", async () => {
    await updateProjectSettings(scene.access, { ...(await settings()), name: "Other", skipLimit: 5 })
    await updateProjectSettings(scene.access, await settings())
    const { rows } = await listAudit(scene.access, { ...auditQueryDefaults, action: "project:update" })
    expect(rows).toMatchObject([
      { actorKind: "cli", actor: null, after: { name: "Other", skipLimit: 5 }, before: { skipLimit: 3 } },
    ])
  })
})

describe("guidelines", () => {
  it("keeps every version; an unchanged text makes none; a colleague's is never overwritten unseen", async () => {
    const save = (markdown: string, basedOn: number) =>
      createGuideline(scene.access, { markdown, confirmRequired: false, basedOn })
    expect(await save("# One", 0)).toEqual({ version: 1 })
    expect(await save("# One", 1)).toEqual({ version: 1 })
    expect(await save("# Two", 1)).toEqual({ version: 2 })
    await expect(save("# Mine", 1)).rejects.toMatchObject({ code: "CONFLICT", details: { version: 2 } })
    expect((await getGuideline(scene.access))?.markdown).toBe("# Two")
    expect((await getGuideline(scene.access, 1))?.markdown).toBe("# One")
    expect((await listGuidelineVersions(scene.access)).map((each) => each.version)).toEqual([2, 1])
    const log = await listAudit(scene.access, { ...auditQueryDefaults, action: "guidelines:create" })
    expect(log.total).toBe(2)
  })

  it("lets one of two saves at the same moment through", async () => {
    const results = await Promise.allSettled(
      ["a", "b", "c"].map((markdown) =>
        createGuideline(scene.access, { markdown, confirmRequired: false, basedOn: 0 }),
      ),
    )
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1)
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" })
    }
  })
})

describe("archive and delete", () => {
  it("archives and restores once each, with a row in the log", async () => {
    await setProjectArchived(scene.access, true)
    await setProjectArchived(scene.access, true)
    await setProjectArchived(scene.access, false)
    const { rows } = await listAudit(scene.access, auditQueryDefaults)
    expect(rows.map((row) => row.action)).toEqual(["project:restore", "project:archive", "project:create"])
  })

  it("deletes a judged project whole and keeps its log", async () => {
    const ann = await addPerson(scene, "Ann")
    const made = await addTask(scene, "judged")
    await addAnswers(scene, made.id, ann, [{ flag: "harmful" }, { status: "WITHDRAWN" }])
    await createGuideline(scene.access, { markdown: "x", confirmRequired: false, basedOn: 0 })
    await deleteProject(scene.access)
    expect(await db().project.findUnique({ where: { id: scene.projectId } })).toBeNull()
    expect(await db().annotation.count({ where: { projectId: scene.projectId } })).toBe(0)
    const { rows } = await listAudit(scene.access, auditQueryDefaults)
    expect(rows[0]).toMatchObject({ action: "project:delete", before: { annotations: 2, tasks: 1 } })
  })
})

describe("listProjects", () => {
  it("shows members their projects and figures only to those who may see them", async () => {
    const userId = await addPerson(scene, "Ann")
    const made = await addTask(scene, "one")
    await addAnswers(scene, made.id, userId, [{}])
    const actor: Actor = { kind: "user", userId, sessionId: "-", instanceRole: "MEMBER" }
    expect(await listProjects(actor)).toMatchObject([
      { slug: scene.access.slug, role: "ANNOTATOR", progress: null, mine: { answered: 1 } },
    ])
    await db().membership.updateMany({ where: { userId }, data: { role: "ADMIN" } })
    expect(await listProjects(actor)).toMatchObject([
      { role: "ADMIN", progress: { tasks: 1, done: 0, wanted: 2, counted: 1 } },
    ])
    const owner: Actor = { ...actor, instanceRole: "OWNER" }
    expect((await listProjects(owner)).length).toBeGreaterThan(1)
  })
})
