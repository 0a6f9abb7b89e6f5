import { createHmac } from "node:crypto"
import { beforeAll, expect, test } from "vitest"
import { numbersQueryDefaults, type NumbersQuery, toNumbersFilter } from "@/core/numbers/query"
import { requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { listChosenGroups } from "@/server/data/demographics"
import { finishRollup, packRollup } from "@/server/data/rollup/advance"
import { listNumbersChoices } from "@/server/data/rollup/choices"
import { getBiasAudit } from "@/server/numbers/get-bias-audit"
import { getAsideSeen, toAsideSeen } from "@/server/numbers/get-aside"
import { getCrowd } from "@/server/numbers/get-crowd"
import { getFigures } from "@/server/numbers/get-figures"
import { getSeen, toSeen } from "@/server/numbers/get-seen"
import { getSlices } from "@/server/numbers/get-slices"
import { requireDefined } from "@/stats/outcome"
import { simulateProject } from "@/tests/support/simulated-project"

let projectId: string

beforeAll(async () => {
  ;({ projectId } = await simulateProject({ slug: "numbers", tasks: 600, people: 8, models: 4 }))
  await finishRollup(projectId)
})

const open = () =>
  requireProjectAccess({ kind: "cli" }, "numbers", "results:read", "tasks:read", "annotations:read")

async function figuresOf(change: Partial<NumbersQuery> = {}) {
  const figures = await getFigures(await open(), toNumbersFilter({ ...numbersQueryDefaults, ...change }))
  if (figures.state !== "ready") throw new Error(figures.state)
  return figures.kept.report
}

test("the figures of a project with planted truth", async () => {
  const report = await figuresOf()
  expect(report).toMatchObject({ answers: 1200, comparisons: 1200, people: 8 })
  const ratings = requireDefined(report.ratings)
  expect(ratings.rows.map((row) => row.model)).toEqual(["aster", "birch", "cedar", "dune"])
  expect(ratings).toMatchObject({ intervals: "bootstrap", clusters: 8, comparisons: 1200 })
  // Planted 0.35 apart: 61 points from one model to the next.
  const lead = requireDefined(ratings.lead)
  expect(lead.low).toBeLessThan(61)
  expect(lead.high).toBeGreaterThan(61)
  expect(report.matrix).toHaveLength(12)
  expect(requireDefined(report.agreement.raw).estimate).toBeGreaterThan(0.3)
  expect(report.agreement.units).toBe(600)
  expect(report.persons).toHaveLength(8)
  // One person was planted who prefers the left.
  expect(
    report.persons.filter((person) => requireDefined(person.leftP) < 0.05).map((person) => person.name),
  ).toContain("quiet-otter")
})

test("the days from one on and those before it add up to all", async () => {
  const whole = await figuresOf()
  // Few days outside: all less those. Few inside: those. The same parts either way.
  for (const day of [whole.days[3]?.day ?? "", whole.days.at(-3)?.day ?? ""]) {
    const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
    const [early, late] = [await figuresOf({ to: before }), await figuresOf({ from: day })]
    expect(late.comparisons).toBe(
      whole.days.filter((one) => one.day >= day).reduce((sum, one) => sum + one.answers, 0),
    )
    const wins = (report: typeof whole, at: number) =>
      report.matrix.find(
        (cell) => cell.row === whole.matrix[at]?.row && cell.column === whole.matrix[at]?.column,
      )?.wins ?? 0
    whole.matrix.forEach((cell, at) => expect(wins(early, at) + wins(late, at)).toBe(cell.wins))
    const left = (report: typeof whole) =>
      report.persons.reduce((sum, person) => sum + person.left.n + person.longer.n, 0)
    expect(left(early) + left(late)).toBe(left(whole))
    expect(early.levels.map((n, at) => n + (late.levels[at] ?? 0))).toEqual(whole.levels)
  }
  expect(await figuresOf({ from: "2000-01-01" })).toEqual(whole)
})

test.each([
  [{ round: "first" }, `t."roundId" = (SELECT "id" FROM "Round" WHERE "projectId" = $1 AND "number" = 1)`],
  [{ cohort: "held-out" }, `a."cohort" = 'held-out'`],
  [{ language: "de" }, `p."language" = 'de'`],
  [{ useCase: "coding" }, `p."useCase" = 'coding'`],
  [{ tag: "sql" }, `'sql' = ANY (p."tags")`],
] as [Partial<NumbersQuery>, string][])("%o counts what it says", async (change, where) => {
  const rounds = await db().round.findFirst({ where: { projectId, number: 1 } })
  const query = change.round ? { round: rounds?.id ?? "" } : change
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*)::int AS n FROM "Annotation" a JOIN "Task" t ON t."id" = a."taskId" JOIN "Prompt" p ON p."id" = t."promptId"
     WHERE a."projectId" = $1 AND ${where}`,
    [projectId],
  )
  const report = await figuresOf(query)
  expect(report.comparisons).toBe(rows[0]?.n)
  expect(report.days.reduce((sum, day) => sum + day.answers, 0)).toBe(rows[0]?.n)
})

test("days that are over are packed, and a filter says the same of packs, of rows and after a change", async () => {
  const filters: Partial<NumbersQuery>[] = [{ language: "de" }, { from: "2000-01-01" }]
  const all = async () => {
    await pool().query(`DELETE FROM "RollupFigure"`)
    return Promise.all(filters.map((change) => figuresOf(change)))
  }
  const rows = await all()
  while ((await packRollup(projectId)) > 0);
  const packs = () =>
    db().rollupPack.groupBy({ by: ["kind"], where: { packed: { not: null } }, orderBy: { kind: "asc" } })
  expect((await packs()).map((row) => row.kind)).toEqual([1, 2, 3])
  expect(await all()).toEqual(rows)
  const one = await db().annotation.findFirstOrThrow({
    where: { projectId, task: { prompt: { language: "de" } } },
  })
  const out = await db().exclusion.create({ data: { projectId, annotationId: one.id, reason: "x" } })
  await finishRollup(projectId)
  expect((await all()).map((report) => report.comparisons)).toEqual([
    (rows[0]?.comparisons ?? 0) - 1,
    (rows[1]?.comparisons ?? 0) - 1,
  ])
  await db().exclusion.create({ data: { projectId, reverses: out.id, reason: "back" } })
  await finishRollup(projectId)
  expect(await all()).toEqual(rows)
})

test("one model: only the comparisons in which it takes part", async () => {
  const model = await db().model.findFirstOrThrow({ where: { projectId, key: "cedar" } })
  const report = await figuresOf({ model: model.id })
  const ofCedar = (await figuresOf()).matrix.filter((cell) => cell.row === "cedar")
  expect(report.comparisons).toBe(ofCedar.reduce((sum, cell) => sum + cell.wins + cell.ties + cell.losses, 0))
  // One comparison an answer here: the work by day and by person is of the same answers.
  expect(report.days.reduce((sum, day) => sum + day.answers, 0)).toBe(report.comparisons)
  expect(report.persons.reduce((sum, person) => sum + person.answers, 0)).toBe(report.comparisons)
  expect(Math.max(...report.days.map((day) => day.people))).toBeLessThanOrEqual(report.people)
  expect(report.work.timed).toBeGreaterThan(0)
})

test("a criterion that nobody was asked has no figures but reasons", async () => {
  const report = await figuresOf({ criterion: "harmless" })
  expect(report.ratings).toEqual({ defined: false, reason: "no-data" })
  expect(report.agreement.raw).toEqual({ defined: false, reason: "no-overlap" })
  expect(report.shares.tie).toMatchObject({ defined: false, n: 0 })
})

test("figures are kept with the state they were computed from, and computed again when it changes", async () => {
  const access = await open()
  const filter = toNumbersFilter(numbersQueryDefaults)
  const before = await getFigures(access, filter)
  expect(toSeen(before)).toBe(await getSeen(access, filter))
  const again = await getFigures(access, filter)
  expect(again).toMatchObject({ state: "ready", current: true })
  const one = await db().annotation.findFirstOrThrow({ where: { projectId } })
  await db().exclusion.create({ data: { projectId, annotationId: one.id, reason: "x" } })
  await finishRollup(projectId)
  expect(await getSeen(access, filter)).not.toBe(toSeen(before))
  await pool().query(`UPDATE "RollupFigure" SET "computedAt" = "computedAt" - interval '1 minute'`)
  expect((await figuresOf()).comparisons).toBe(1199)
})

test("beyond the size that is computed at once a job computes them, and says how far it is", async () => {
  const access = await open()
  const filter = toNumbersFilter({ ...numbersQueryDefaults, language: "ar" })
  await pool().query(
    `INSERT INTO "RollupTally" SELECT g."id", 999999999, 0, 90000, 0, 0, 0, 0, 0, 0, 0 FROM "RollupGroup" g
     WHERE g."projectId" = $1 AND g."criterion" = '' LIMIT 1`,
    [projectId],
  )
  try {
    expect((await getFigures(access, filter)).state).toBe("running")
    await expect.poll(async () => (await getFigures(access, filter)).state, { timeout: 20_000 }).toBe("ready")
    const statuses = async () =>
      (await db().job.findMany({ where: { projectId, kind: "figures" } })).map((job) => job.status)
    await expect.poll(statuses, { timeout: 20_000 }).toEqual(["DONE"])
  } finally {
    await pool().query(`DELETE FROM "RollupTally" WHERE "personId" = 999999999`)
  }
})

test("BLEU, ROUGE and perplexity of models whose prompts have a reference", async () => {
  const one = await db().completion.findFirstOrThrow({ where: { projectId, model: { key: "aster" } } })
  const [last] = one.messages as { content: string }[]
  await db().reference.create({
    data: { promptId: one.promptId, hash: "f".repeat(64), content: `${last?.content} and one more word` },
  })
  await pool().query(`DELETE FROM "RollupFigure"`)
  const figures = await getFigures(await open(), toNumbersFilter(numbersQueryDefaults))
  if (figures.state !== "ready") throw new Error(figures.state)
  const aster = figures.kept.texts.find((row) => row.model === "aster")
  expect(aster).toMatchObject({ texts: 1, perplexity: null })
  expect(aster?.rouge1?.value).toBeGreaterThan(0.3)
  expect(figures.kept.texts).toHaveLength(2)
})

test("offers as filters what occurs", async () => {
  expect(await listNumbersChoices(await open())).toMatchObject({
    cohorts: ["held-out", "train"],
    criteria: ["overall"],
    languages: ["ar", "de", "en"],
    tags: ["login", "refund", "sql"],
    guidelines: [],
  })
})

test("what the crowd says of each person is computed beside the page and kept", async () => {
  const access = await open()
  const filter = toNumbersFilter(numbersQueryDefaults)
  const first = await getCrowd(access, filter)
  expect(first.state).toBe("running")
  await expect.poll(async () => (await getCrowd(access, filter)).state, { timeout: 20_000 }).toBe("ready")
  const crowd = await getCrowd(access, filter)
  if (crowd.state !== "ready") throw new Error(crowd.state)
  expect(toAsideSeen("crowd", crowd)).toBe(await getAsideSeen(access, filter, "crowd"))
  const { units } = (await figuresOf()).agreement
  expect(crowd.value).toMatchObject({ items: units, labels: 2 * units, method: "dawid-skene" })
  expect(crowd.value.people).toHaveLength(8)
  expect(crowd.value.models.map((row) => row.model)).toEqual(["aster", "birch", "cedar", "dune"])
})

test("the leaderboard of each slice is that of the page narrowed to it", async () => {
  const access = await open()
  const filter = toNumbersFilter({ ...numbersQueryDefaults, tag: "sql" })
  await expect
    .poll(async () => (await getSlices(access, toNumbersFilter(numbersQueryDefaults))).state, {
      timeout: 20_000,
    })
    .toBe("ready")
  await expect.poll(async () => (await getSlices(access, filter)).state, { timeout: 20_000 }).toBe("ready")
  const slices = await getSlices(access, filter)
  if (slices.state !== "ready") throw new Error(slices.state)
  const kinds = [...new Set(slices.value.slices.map((slice) => slice.kind))]
  // One criterion and the one tag divide nothing; guideline versions do not occur.
  expect(kinds).toEqual(["round", "cohort", "language", "useCase"])
  const narrowed = await figuresOf({ tag: "sql", language: "de" })
  const german = slices.value.slices.find((slice) => slice.label === "de")
  const means = (ratings: typeof narrowed.ratings) =>
    requireDefined(ratings).rows.map((row) => [row.model, row.comparisons, row.rating.estimate])
  expect(german?.comparisons).toBe(narrowed.comparisons)
  for (const kind of ["ratings", "equalLength"] as const) {
    expect(means(german?.[kind] ?? narrowed[kind])).toEqual(means(narrowed[kind]))
  }
  expect(slices.value.whole.comparisons).toBe((await figuresOf({ tag: "sql" })).comparisons)
})

test("groups of people by what they said of themselves, small ones hidden", async () => {
  const question = await db().demographicQuestion.create({
    data: { projectId, text: "First language?", choices: ["English", "German"], position: 0 },
  })
  const { pseudonymKey } = await db().project.findUniqueOrThrow({ where: { id: projectId } })
  const people = await db().membership.findMany({ where: { projectId }, orderBy: { userId: "asc" } })
  await db().demographicAnswer.createMany({
    data: people.map(({ userId }, at) => ({
      questionId: question.id,
      pseudonym: createHmac("sha256", Buffer.from(pseudonymKey, "hex"))
        .update(`demographics:${userId}`)
        .digest("hex"),
      choice: at < 6 ? 0 : 1,
    })),
  })
  const access = await requireProjectAccess(
    { kind: "cli" },
    "numbers",
    "results:read",
    "tasks:read",
    "annotations:read",
    "project:update",
  )
  const [asked] = await listChosenGroups(
    access,
    people.map((one) => one.userId),
  )
  expect([...(asked?.chosen.values() ?? [])].filter((choice) => choice === 0)).toHaveLength(6)
  // Six of eight would tell of the other two, so nothing is shown.
  const [audit] = await getBiasAudit(access)
  expect(audit?.groups).toEqual(
    ["English", "German", "Prefers not to say"].map((label) => ({ label, hidden: true })),
  )
})
