import { beforeAll, describe, expect, it } from "vitest"
import { type TaskQuery, taskQueryDefaults, taskQuerySchema } from "@/core/lists/task-query"
import { db } from "@/server/data/db"
import { getTask } from "@/server/data/task-detail"
import { getTaskFilterChoices, listTasks } from "@/server/data/tasks-list"
import { addAnswers, addPerson, addTask, createScene, type Scene } from "@/tests/support/judged-project"

let scene: Scene
let names: Record<string, string>

async function prompts(change: Partial<TaskQuery>) {
  const { rows, total } = await listTasks(scene.access, { ...taskQueryDefaults, ...change })
  return { prompts: rows.map((row) => row.prompt), total, rows }
}

beforeAll(async () => {
  scene = await createScene("lists")
  const other = await createScene("another")
  await addTask(other, "of another project")
  const [ann, ben] = [await addPerson(scene, "Ann"), await addPerson(scene, "Ben")]
  const agreed = await addTask(scene, "100% agreed", { tags: ["code"] })
  const split = await addTask(scene, "split_votes", { models: ["cedar", "aster"] })
  const once = await addTask(scene, "judged once")
  const fresh = await addTask(scene, "zebra", { tags: ["code", "long"] })
  const stuck = await addTask(scene, "stuck")
  await addAnswers(scene, agreed.id, ann, [{ preference: "A" }])
  await addAnswers(scene, agreed.id, ben, [{ preference: "A" }])
  await addAnswers(scene, split.id, ann, [{ preference: "A" }])
  await addAnswers(scene, split.id, ben, [{ preference: "B" }])
  await addAnswers(scene, once.id, ann, [{ preference: "A" }])
  await db().task.update({ where: { id: stuck.id }, data: { status: "REVIEW", open: false, skips: 3 } })
  names = { agreed: agreed.id, split: split.id, once: once.id, fresh: fresh.id, stuck: stuck.id, ann, ben }
})

describe("listTasks", () => {
  it("shows only the project's own tasks, in the order they were made", async () => {
    const { prompts: all, total } = await prompts({})
    expect(all).toEqual(["100% agreed", "split_votes", "judged once", "zebra", "stuck"])
    expect(total).toBe(5)
  })

  it.each([
    ["open", ["zebra"]],
    ["running", ["judged once"]],
    ["done", ["100% agreed", "split_votes"]],
    ["review", ["stuck"]],
    ["retired", []],
  ] as const)("filters by state %s", async (state, expected) => {
    const found = await prompts({ state })
    expect(found.prompts).toEqual(expected)
    expect(found.rows.every((row) => row.state === state)).toBe(true)
  })

  it.each([
    [{ votes: "0" }, ["zebra", "stuck"]],
    [{ votes: "2" }, ["100% agreed", "split_votes"]],
    [{ votes: "3" }, []],
    [{ differ: "1" }, ["split_votes"]],
    [{ tag: "code" }, ["100% agreed", "zebra"]],
    [{ model: "cedar" }, ["split_votes"]],
    [{ model: "aster", against: "birch" }, ["100% agreed", "judged once", "zebra", "stuck"]],
    [{ model: "cedar", against: "birch" }, []],
    [{ q: "JUDGED" }, ["judged once"]],
    // Signs that LIKE reads as wild cards are looked for as they are.
    [{ q: "%" }, ["100% agreed"]],
    [{ q: "_" }, ["split_votes"]],
    [{ state: "done", tag: "code" }, ["100% agreed"]],
  ] as [Partial<TaskQuery>, string[]][])("filters by %o", async (change, expected) => {
    const found = await prompts(change)
    expect(found.prompts).toEqual(expected)
    expect(found.total).toBe(expected.length)
  })

  it("sorts by every key in both directions, and pages are one order cut in pieces", async () => {
    expect((await prompts({ sort: "prompt" })).prompts[0]).toBe("100% agreed")
    expect((await prompts({ sort: "prompt", dir: "desc" })).prompts[0]).toBe("zebra")
    expect((await prompts({ sort: "votes", dir: "desc" })).prompts.slice(0, 2)).toEqual([
      "100% agreed",
      "split_votes",
    ])
    expect((await prompts({ sort: "skips", dir: "desc" })).prompts[0]).toBe("stuck")
    expect((await prompts({ sort: "last", dir: "desc" })).prompts[0]).toBe("judged once")
    expect((await prompts({ page: 2 })).prompts).toEqual([])
  })

  it("never lets an address into the statement", async () => {
    const hostile = `x'; DROP TABLE "Task"; --`
    const query = taskQuerySchema.parse({
      q: hostile,
      tag: hostile,
      model: hostile,
      sort: hostile,
      dir: hostile,
    })
    expect(query.sort).toBe("created")
    expect((await listTasks(scene.access, query)).total).toBe(0)
    expect(await db().task.count()).toBe(6)
  })

  it("marks where counted answers differ, and no longer when one was taken back", async () => {
    const marked = async () => (await prompts({ differ: "1" })).total
    expect(await marked()).toBe(1)
    const assignment = await db().assignment.findFirstOrThrow({
      where: { taskId: names["split"] ?? "", annotatorId: names["ben"] ?? "" },
    })
    await db().annotation.create({
      data: {
        projectId: scene.projectId,
        taskId: assignment.taskId,
        assignmentId: assignment.id,
        annotatorId: assignment.annotatorId,
        revision: 2,
        status: "WITHDRAWN",
        idempotencyKey: "taken-back",
        protocolId: scene.protocolId,
        shown: [0, 1],
        blind: true,
        scrollDepth: [],
      },
    })
    expect(await marked()).toBe(0)
  })

  it("offers the project's own tags and models", async () => {
    expect(await getTaskFilterChoices(scene.access)).toEqual({
      tags: ["code", "long"],
      models: ["aster", "birch", "cedar"],
    })
  })
})

describe("getTask", () => {
  it("holds every revision, who, and the sides shown", async () => {
    const task = await getTask(scene.access, names["split"] ?? "")
    expect(task.texts.map((text) => text.models)).toHaveLength(2)
    expect(task.assignments.map((each) => each.name)).toEqual(["Ann", "Ben"])
    expect(task.assignments[1]?.answers.map((answer) => [answer.revision, answer.state])).toEqual([
      [1, null],
      [2, "withdrawn"],
    ])
  })

  it("credits a text to every model of the prompt that gave it", async () => {
    const task = await db().task.findUniqueOrThrow({
      where: { id: names["fresh"] ?? "" },
      include: { completions: { include: { completion: true }, orderBy: { position: "asc" } } },
    })
    const text = task.completions[0]?.completion
    const twin = await db().model.create({ data: { projectId: scene.projectId, key: "zinnia" } })
    await db().completion.create({
      data: {
        projectId: scene.projectId,
        promptId: task.promptId,
        modelId: twin.id,
        hash: text?.hash ?? "",
        messages: [{ role: "assistant", content: "the same" }],
        chars: 1,
      },
    })
    expect((await getTask(scene.access, task.id)).texts[0]?.models).toContain("zinnia")
    expect((await prompts({ model: "zinnia" })).prompts).toEqual(["zebra"])
  })

  it("is not found through another project", async () => {
    const stranger = await createScene("stranger")
    await expect(getTask(stranger.access, names["split"] ?? "")).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
