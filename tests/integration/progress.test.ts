import { beforeAll, describe, expect, it } from "vitest"
import {
  type AnnotationQuery,
  annotationQueryDefaults,
  annotationQuerySchema,
} from "@/core/lists/annotation-query"
import { getAnnotationFilterChoices, listAnnotations } from "@/server/data/annotations-list"
import { db } from "@/server/data/db"
import { getProgress, listDifferingTasks, listPace, listPersonProgress } from "@/server/data/progress"
import { finishRollup } from "@/server/data/rollup/advance"
import { addAnswers, addPerson, addTask, createScene, type Scene } from "@/tests/support/judged-project"

/**
 * One of each fate an answer can have. Ann: 3 counted (one re-answered after an undo), 1 taken back.
 * Ben: 1 counted, 1 surplus, 1 excluded, 1 excluded and let in again, 1 control.
 */
let scene: Scene
let ann: string
let ben: string
let differing: string

const yesterday = new Date(Date.now() - 86_400_000)
const longAgo = new Date(Date.now() - 40 * 86_400_000)

beforeAll(async () => {
  scene = await createScene("fates")
  ann = await addPerson(scene, "Ann")
  ben = await addPerson(scene, "Ben")
  const tasks = []
  for (const name of ["one", "two", "three", "four", "five"]) tasks.push(await addTask(scene, name))
  const [one, two, three, four, five] = tasks.map((task) => task.id) as [
    string,
    string,
    string,
    string,
    string,
  ]
  differing = one
  await addAnswers(scene, one, ann, [{ preference: "A", activeMs: 10_000 }])
  await addAnswers(scene, one, ben, [{ preference: "B", activeMs: 8000, flag: "harmful" }])
  await addAnswers(scene, two, ann, [
    { preference: "A" },
    { status: "WITHDRAWN" },
    { preference: "TIE", bothBad: true, activeMs: 30_000, at: yesterday },
  ])
  await addAnswers(scene, two, ben, [{ preference: "A", status: "SURPLUS" }])
  await addAnswers(scene, three, ann, [{ preference: "B", activeMs: 20_000, at: longAgo, shown: [1, 0] }])
  const excluded = await addAnswers(scene, three, ben, [{ preference: "A" }])
  await addAnswers(scene, four, ann, [{ preference: "A" }, { status: "WITHDRAWN", note: "wrong key" }])
  const back = await addAnswers(scene, four, ben, [{ preference: "TIE" }])
  await addAnswers(scene, five, ben, [{ preference: "A" }], { purpose: "GOLD" })
  const { projectId } = scene
  await db().exclusion.create({ data: { projectId, annotationId: excluded, reason: "spam" } })
  const lifted = await db().exclusion.create({ data: { projectId, annotationId: back, reason: "mistake" } })
  await db().exclusion.create({ data: { projectId, reverses: lifted.id, reason: "it was fine" } })
  await finishRollup(projectId)
})

describe("progress", () => {
  it("counts tasks by state and judgments by the overlap", async () => {
    const progress = await getProgress(scene.access)
    expect(progress.tasks).toEqual({ open: 1, running: 2, done: 2, review: 0, retired: 0, gold: 0, total: 5 })
    expect(progress.judgments).toEqual({ wanted: 10, counted: 6, leased: 0 })
    expect(progress.prompts).toBe(5)
  })

  it("tells each fate of a person's answers apart", async () => {
    const [first, second] = await listPersonProgress(scene.access)
    expect(first).toMatchObject({
      name: "Ann",
      counted: 3,
      surplus: 0,
      excluded: 0,
      withdrawn: 1,
      lastWeek: 2,
    })
    expect(first).toMatchObject({ seconds: 20, timed: 3, lastDay: new Date().toISOString().slice(0, 10) })
    expect(second).toMatchObject({ name: "Ben", counted: 2, surplus: 1, excluded: 1, withdrawn: 0 })
  })

  it("keeps a person who left, and what they answered", async () => {
    await db().membership.delete({ where: { projectId_userId: { projectId: scene.projectId, userId: ben } } })
    const people = await listPersonProgress(scene.access)
    expect(people.map((person) => [person.name, person.role])).toEqual([
      ["Ann", "ANNOTATOR"],
      ["Ben", null],
    ])
  })

  it("leaves out a person's answers from a moment on", async () => {
    const counted = async () => {
      await finishRollup(scene.projectId)
      return (await listPersonProgress(scene.access)).find((each) => each.userId === ann)?.counted
    }
    const exclusion = await db().exclusion.create({
      data: {
        projectId: scene.projectId,
        annotatorId: ann,
        fromAt: new Date(Date.now() - 2 * 86_400_000),
        reason: "x",
      },
    })
    expect(await counted()).toBe(1)
    const reverse = (reverses: string) =>
      db().exclusion.create({ data: { projectId: scene.projectId, reverses, reason: "y" } })
    const lifted = await reverse(exclusion.id)
    expect(await counted()).toBe(3)
    const backAgain = await reverse(lifted.id)
    expect(await counted()).toBe(1)
    await reverse(backAgain.id)
    expect(await counted()).toBe(3)
  })

  it("shows the pace with its empty days", async () => {
    const pace = await listPace(scene.access, 14)
    expect(pace).toHaveLength(14)
    expect(pace.at(-1)).toMatchObject({ day: new Date().toISOString().slice(0, 10), counted: 3, people: 2 })
    expect(pace.at(-2)).toMatchObject({ counted: 1, people: 1 })
    expect(pace.reduce((sum, day) => sum + day.counted, 0)).toBe(4)
  })

  it("finds the task on which people differ, and no task for surplus, excluded or control answers", async () => {
    const { rows, total, judgedTwice } = await listDifferingTasks(scene.access, 10)
    expect(rows).toMatchObject([{ taskId: differing, a: 1, b: 1, tie: 0, bothBad: 0, votes: 2 }])
    expect(total).toBe(1)
    // The excluded answer to the third task is none.
    expect(judgedTwice).toBe(1)
  })
})

describe("listAnnotations", () => {
  async function find(change: Partial<AnnotationQuery>) {
    const { rows, total } = await listAnnotations(scene.access, { ...annotationQueryDefaults, ...change })
    expect(total).toBe(rows.length)
    return rows
  }

  it.each([
    [{}, 9],
    [{ state: "counted" }, 5],
    [{ state: "surplus" }, 1],
    [{ state: "withdrawn" }, 1],
    [{ state: "excluded" }, 1],
    [{ state: "control" }, 1],
    [{ answer: "both-bad" }, 1],
    [{ answer: "tie" }, 1],
    [{ flag: "harmful" }, 1],
    [{ flag: "any" }, 2],
    [{ to: longAgo.toISOString().slice(0, 10) }, 1],
    [{ from: yesterday.toISOString().slice(0, 10) }, 8],
  ] as [Partial<AnnotationQuery>, number][])("finds with %o", async (change, n) => {
    expect(await find(change)).toHaveLength(n)
  })

  it("says on which side of the screen the better text stood, and whose it was", async () => {
    // Ann saw [1, 0] on task three and chose B, which stood on the left.
    const [swapped] = await find({ person: ann, to: longAgo.toISOString().slice(0, 10) })
    expect(swapped).toMatchObject({ answer: "left", level: 1 })
    expect(new Set([swapped?.better, swapped?.worse])).toEqual(new Set(["aster", "birch"]))
    expect((await find({ answer: "left" })).some((row) => row.id === swapped?.id)).toBe(true)
  })

  it("gives an answer that was taken back no side", async () => {
    expect(await find({ state: "withdrawn" })).toMatchObject([{ answer: null, better: null }])
  })

  it("shows the latest revision only", async () => {
    const [again] = await find({ answer: "both-bad" })
    expect(again?.revision).toBe(3)
  })

  it("sorts by time and by person", async () => {
    const times = (await find({ sort: "when", dir: "asc" })).map((row) => row.createdAt.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const people = (await find({ sort: "person", dir: "asc" })).map((row) => row.name)
    expect(people).toEqual(people.toSorted())
  })

  it("takes nothing but known values from an address", async () => {
    const query = annotationQuerySchema.parse({
      person: "' OR 1=1",
      sort: "when;--",
      from: "2026-13-99",
      to: "x",
    })
    expect(query).toEqual(annotationQueryDefaults)
  })

  it("offers the people who answered and the flags they set", async () => {
    const choices = await getAnnotationFilterChoices(scene.access)
    expect(choices.people.map((person) => person.name)).toEqual(["Ann", "Ben"])
    expect(choices.flags).toEqual(["harmful"])
  })
})
