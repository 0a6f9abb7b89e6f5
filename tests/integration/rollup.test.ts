import { spawn } from "node:child_process"
import { once } from "node:events"
import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { createRng } from "@/stats/random"
import { selectAgreementVotes } from "@/core/queue/agreement-votes"
import { toLengthClass } from "@/core/numbers/length-class"
import { db, pool } from "@/server/data/db"
import { advanceRollup, finishRollup, forgetRollup, listWaiting } from "@/server/data/rollup/advance"
import { sums } from "@/server/data/rollup/sums"
import { addAnswers, addPerson, addTask, createScene, type Scene } from "@/tests/support/judged-project"

/** All sums of a project, in words that do not depend on which number anything was given. */
async function readSums(projectId: string): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const { table, keys, counts } of sums) {
    if (table === "RollupFateCount") {
      // By person, without a group.
      const { rows } = await pool().query<{ row: string }>(
        `SELECT jsonb_build_array(p."userId", t."fate", t."answers")::text AS "row" FROM "RollupFateCount" t
         JOIN "RollupPerson" p ON p."id" = t."personId" WHERE p."projectId" = $1::uuid ORDER BY 1`,
        [projectId],
      )
      all[table] = rows.map(({ row }) => row)
      continue
    }
    const owner = keys.includes("sliceId")
      ? `JOIN "RollupSlice" s ON s."id" = t."sliceId" JOIN "RollupGroup" g ON g."id" = s."groupId"`
      : `JOIN "RollupGroup" g ON g."id" = t."groupId"`
    const slice = keys.includes("sliceId") ? `, s."key" AS "slice"` : ""
    const { rows } = await pool().query<{ row: string }>(
      `SELECT jsonb_build_array(g."key" ${slice ? `, s."key"` : ""}, to_jsonb(t) - 'groupId' - 'sliceId')::text AS "row"
       FROM "${table}" t ${owner} WHERE g."projectId" = $1::uuid ORDER BY 1`,
      [projectId],
    )
    expect(counts.length).toBeGreaterThan(0)
    all[table] = rows.map(({ row }) => row)
  }
  const differ = await pool().query<{ row: string }>(
    `SELECT to_jsonb(d)::text AS "row" FROM "RollupDiffer" d WHERE d."projectId" = $1::uuid ORDER BY 1`,
    [projectId],
  )
  const state = await db().rollupState.findUniqueOrThrow({ where: { projectId } })
  all["RollupDiffer"] = [...differ.rows.map(({ row }) => row), `${state.twice} ${state.differing}`]
  return all
}

/** The same counts out of the raw rows, written down a second time and in another way. */
async function countByHand(scene: Scene) {
  const { projectId } = scene
  const annotations = await db().annotation.findMany({
    where: { projectId },
    include: { assignment: true, comparisons: true },
    orderBy: { revision: "asc" },
  })
  const exclusions = await db().exclusion.findMany({ where: { projectId } })
  const inForce = (id: string): boolean => {
    const reversal = exclusions.find((one) => one.reverses === id)
    return !reversal || !inForce(reversal.id)
  }
  const latest = new Map(annotations.map((one) => [one.assignmentId, one]))
  const counted = [...latest.values()].filter(
    (one) =>
      one.status === "ACCEPTED" &&
      one.assignment.purpose === "LABEL" &&
      !exclusions.some(
        (each) =>
          inForce(each.id) &&
          (each.annotationId === one.id ||
            (each.annotatorId === one.annotatorId &&
              (each.fromAt === null || one.createdAt >= each.fromAt) &&
              (each.untilAt === null || one.createdAt < each.untilAt))),
      ),
  )
  const tasks = await db().task.findMany({
    where: { projectId },
    include: { completions: { include: { completion: true }, orderBy: { position: "asc" } } },
  })
  const completions = await db().completion.findMany({ where: { projectId } })
  const credited = (taskId: string, position: number) => {
    const text = tasks.find((task) => task.id === taskId)?.completions[position]?.completion
    if (!text) throw new Error("no text")
    return completions.filter((one) => one.promptId === text.promptId && one.hash === text.hash)
  }
  const pairs = new Map<string, number>()
  for (const one of counted) {
    for (const c of one.comparisons) {
      const [as, bs] = [credited(one.taskId, c.positionA), credited(one.taskId, c.positionB)]
      for (const a of as) {
        for (const b of bs) {
          if (a.modelId === b.modelId) continue
          const left = one.shown[0] === c.positionA ? a.modelId : b.modelId
          const won =
            c.preference === "TIE"
              ? c.bothBad
                ? "bad"
                : "tie"
              : c.preference === "A"
                ? a.modelId
                : b.modelId
          const key = [
            one.annotatorId,
            ...[a.modelId, b.modelId].toSorted(),
            left,
            won,
            toLengthClass(a.chars, b.chars) === 0,
          ]
          pairs.set(key.join(" "), (pairs.get(key.join(" ")) ?? 0) + 1)
        }
      }
    }
  }
  const project = await db().project.findUniqueOrThrow({ where: { id: projectId } })
  const votes = counted.map((one) => ({
    annotationId: one.id,
    taskId: one.taskId,
    assignmentId: one.assignmentId,
    firstAcceptedAt:
      annotations.find((each) => each.assignmentId === one.assignmentId && each.status === "ACCEPTED")
        ?.createdAt ?? one.createdAt,
  }))
  const entering = new Set(selectAgreementVotes(project, tasks, votes).map((vote) => vote.annotationId))
  const units: string[] = []
  for (const task of tasks) {
    const own = counted.filter((one) => one.taskId === task.id && entering.has(one.id))
    if (own.length < 2) continue
    const answers = own.flatMap((one) => one.comparisons.map((c) => c.preference))
    const count = (answer: string) => answers.filter((each) => each === answer).length
    units.push(`${count("A")} ${count("TIE")} ${count("B")}`)
  }
  return { pairs, units: units.toSorted(), answers: counted.length }
}

async function readCounts(projectId: string) {
  const cells = await pool().query<
    Record<string, number> & { user: string; a: string; b: string; side: number }
  >(
    `SELECT p."userId" AS "user", a."modelId" AS "a", b."modelId" AS "b", c.* FROM "RollupCell" c
     JOIN "RollupGroup" g ON g."id" = c."groupId" JOIN "RollupPerson" p ON p."id" = c."personId"
     JOIN "RollupModel" a ON a."id" = c."first" JOIN "RollupModel" b ON b."id" = c."second"
     WHERE g."projectId" = $1::uuid AND c."first" <> c."second"`,
    [projectId],
  )
  const pairs = new Map<string, number>()
  for (const row of cells.rows) {
    const both = [row.a, row.b].toSorted()
    const left = row.side > 0 ? row.a : row.b
    const add = (won: string, n: number) => {
      const key = [row.user, ...both, left, won, true].join(" ")
      if (n > 0) pairs.set(key, (pairs.get(key) ?? 0) + n)
    }
    add(row.a, (row["win1"] ?? 0) + (row["win2"] ?? 0) + (row["win3"] ?? 0) + (row["win4"] ?? 0))
    add(row.b, (row["loss1"] ?? 0) + (row["loss2"] ?? 0) + (row["loss3"] ?? 0) + (row["loss4"] ?? 0))
    add("tie", row["tie"] ?? 0)
    add("bad", row["bad"] ?? 0)
  }
  const units = await pool().query<{ text: string; units: number }>(
    `SELECT r."a" || ' ' || r."tie" || ' ' || r."b" AS "text", r."units" FROM "RollupAgreement" r
     JOIN "RollupSlice" s ON s."id" = r."sliceId" JOIN "RollupGroup" g ON g."id" = s."groupId"
     WHERE g."projectId" = $1::uuid`,
    [projectId],
  )
  const hours = await pool().query<{ n: number }>(
    `SELECT coalesce(sum(h."answers"), 0)::int AS "n" FROM "RollupWork" h JOIN "RollupGroup" g ON g."id" = h."groupId"
     WHERE g."projectId" = $1::uuid`,
    [projectId],
  )
  return {
    pairs,
    units: units.rows.flatMap((row) => Array.from({ length: row.units }, () => row.text)).toSorted(),
    answers: hours.rows[0]?.n,
  }
}

async function expectExact(scene: Scene): Promise<void> {
  await finishRollup(scene.projectId)
  const followed = await readSums(scene.projectId)
  expect(await readCounts(scene.projectId)).toEqual(await countByHand(scene))
  await forgetRollup(scene.projectId)
  await finishRollup(scene.projectId)
  expect(await readSums(scene.projectId)).toEqual(followed)
}

/** Random work of several people at once; whatever happens, the counts are those of a recount. */
async function work(scene: Scene, people: readonly string[], tasks: readonly string[], seed: number) {
  const random = createRng(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const answered = new Set<string>()
  const lines = people.map(async (person) => {
    for (let i = 0; i < 8; i++) {
      const task = pick(tasks)
      if (answered.has(`${person} ${task}`)) continue
      answered.add(`${person} ${task}`)
      const preference = pick(["A", "B", "TIE"] as const)
      const answer = {
        preference,
        bothBad: preference === "TIE" && random() < 0.5,
        shown: pick([
          [0, 1],
          [1, 0],
        ] as [number, number][]),
        activeMs: Math.floor(random() * 60_000),
      }
      const undone = random() < 0.3
      const again = undone && random() < 0.5
      const id = await addAnswers(scene, task, person, [
        answer,
        ...(undone ? [{ status: "WITHDRAWN" as const }] : []),
        ...(again ? [{ preference: "B" as const }] : []),
      ])
      if (random() < 0.2) {
        const { projectId } = scene
        const exclusion = await db().exclusion.create({ data: { projectId, annotationId: id, reason: "x" } })
        if (random() < 0.5)
          await db().exclusion.create({ data: { projectId, reverses: exclusion.id, reason: "y" } })
      }
      if (random() < 0.3) await advanceRollup(scene.projectId)
    }
  })
  await Promise.all(lines)
}

test.each([1, 2, 3])(
  "under concurrent answers, undo, exclusions and reversals the counts are exact (%i)",
  async (seed) => {
    const scene = await createScene(`rolled-${seed}`, { overlap: 3 })
    const people = await Promise.all(["a", "b", "c", "d"].map((name) => addPerson(scene, name)))
    const tasks: string[] = []
    for (let i = 0; i < 6; i++) {
      const models: [string, string] = i % 2 ? ["aster", "birch"] : ["birch", "cedar"]
      tasks.push(
        (await addTask({ ...scene, overlap: 4 }, `p${seed}-${i}`, { models, tags: i % 3 ? ["code"] : [] }))
          .id,
      )
    }
    await finishRollup(scene.projectId)
    await work(scene, people, tasks, seed)
    await expectExact(scene)
    // A person's answers from a moment on, and back.
    const { projectId } = scene
    const all = await db().exclusion.create({
      data: { projectId, annotatorId: people[0] as string, reason: "all" },
    })
    await expectExact(scene)
    await db().exclusion.create({ data: { projectId, reverses: all.id, reason: "back" } })
    await expectExact(scene)
    expect(await listWaiting()).not.toContain(projectId)
  },
)

test("a row that commits late, behind rows with higher numbers, is counted once and not lost", async () => {
  const scene = await createScene("late", { overlap: 2 })
  const [ann, ben] = [await addPerson(scene, "Ann"), await addPerson(scene, "Ben")]
  const task = await addTask(scene, "late")
  await finishRollup(scene.projectId)
  const slow = await pool().connect()
  try {
    await slow.query("BEGIN")
    const assignment = await db().assignment.create({
      data: {
        token: randomUUID(),
        projectId: scene.projectId,
        taskId: task.id,
        annotatorId: ann,
        state: "SUBMITTED",
        shown: [0, 1],
        leaseExpiresAt: new Date(),
        closedAt: new Date(),
      },
    })
    await slow.query(
      `WITH made AS (INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status",
         "idempotencyKey", "protocolId", "shown", "blind", "scrollDepth")
       VALUES (gen_random_uuid(), $1, $2, $3, $4, 1, 'ACCEPTED', repeat('k', 36), $5, '{0,1}', true, '{}') RETURNING "id")
       INSERT INTO "Comparison" ("annotationId", "taskId", "positionA", "positionB", "preference", "level")
       SELECT "id", $2, 0, 1, 'B', 1 FROM made`,
      [scene.projectId, task.id, assignment.id, ann, scene.protocolId],
    )
    await addAnswers(scene, task.id, ben, [{ preference: "A" }])
    await finishRollup(scene.projectId)
    expect((await readCounts(scene.projectId)).answers).toBe(1)
    await slow.query("COMMIT")
  } finally {
    slow.release(true)
  }
  expect(await listWaiting()).toContain(scene.projectId)
  await expectExact(scene)
  expect((await readCounts(scene.projectId)).answers).toBe(2)
})

test("a model that gives a known text later is credited with the answers to it", async () => {
  const scene = await createScene("credited", { overlap: 2 })
  const ann = await addPerson(scene, "Ann")
  const task = await addTask(scene, "credit")
  await addAnswers(scene, task.id, ann, [{ preference: "A" }])
  await finishRollup(scene.projectId)
  const text = await db().completion.findFirstOrThrow({ where: { projectId: scene.projectId } })
  const model = await db().model.create({ data: { projectId: scene.projectId, key: "dune" } })
  const { projectId, promptId, hash, chars } = text
  await db().completion.create({
    data: { projectId, promptId, hash, chars, modelId: model.id, messages: text.messages as object[] },
  })
  await expectExact(scene)
  expect((await readCounts(scene.projectId)).pairs.size).toBe(2)
})

test("killed with -9 while it counts, it leaves nothing half done", async () => {
  const scene = await createScene("killed", { overlap: 2 })
  const people = await Promise.all(["a", "b"].map((name) => addPerson(scene, name)))
  const tasks: string[] = []
  for (let i = 0; i < 8; i++) tasks.push((await addTask(scene, `k${i}`)).id)
  for (const task of tasks)
    for (const person of people) await addAnswers(scene, task, person, [{ preference: "A" }])
  const code = `
    import { advanceRollup } from "@/server/data/rollup/advance"
    process.stdout.write("on")
    for (;;) await advanceRollup(process.argv[2]).then(() => import("@/server/data/rollup/advance")).then((m) => m.forgetRollup(process.argv[2]))`
  for (const after of [5, 60, 200]) {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", code, "--", scene.projectId],
      {
        env: { ...process.env },
        stdio: ["ignore", "pipe", "inherit"],
      },
    )
    await once(child.stdout, "data")
    await new Promise((resolve) => setTimeout(resolve, after))
    child.kill("SIGKILL")
    await once(child, "exit")
    await expectExact(scene)
  }
})

test("another overlap rule counts from scratch", async () => {
  const scene = await createScene("rule", { overlap: 2 })
  const people = await Promise.all(["a", "b"].map((name) => addPerson(scene, name)))
  const task = await addTask(scene, "one")
  for (const person of people) await addAnswers(scene, task.id, person, [{ preference: "A" }])
  await expectExact(scene)
  expect((await readCounts(scene.projectId)).units).toEqual(["2 0 0"])
  await db().project.update({ where: { id: scene.projectId }, data: { overlap: 1 } })
  expect(await listWaiting()).toContain(scene.projectId)
  await finishRollup(scene.projectId)
  expect((await readCounts(scene.projectId)).units).toEqual([])
})
