import { randomUUID } from "node:crypto"
import { sha256Hex } from "@/core/same-text"
import { requireInstanceAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { createProject } from "@/server/projects/create-project"
import { createRng } from "@/stats/random"

export type Simulation = {
  readonly slug: string
  readonly name?: string
  readonly models?: number
  readonly people?: number
  readonly tasks: number
  readonly overlap?: number
  readonly seed?: number
  /** Advantage of the left and of the longer text, natural-log units. */
  readonly side?: number
  readonly length?: number
  readonly days?: number
  /** Newest day of work. */
  readonly until?: Date
}

const names = ["aster", "birch", "cedar", "dune", "elm", "fern", "gorse", "hazel", "iris", "juniper"]
const animals = [
  "quiet-otter",
  "amber-finch",
  "slow-river",
  "brisk-comet",
  "still-pond",
  "late-heron",
  "pale-moth",
]

/**
 * A project with planted strengths (0.35 apart), a planted advantage of side and length, ties, people with their own
 * taste, rounds, cohorts, tags and languages; every judgment is a real annotation, written in bulk.
 */
export async function simulateProject(wish: Simulation) {
  const { models = 6, people = 8, tasks, overlap = 2, seed = 1, side = 0.15, length = 0.4, days = 20 } = wish
  const random = createRng(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const project = await createProject(requireInstanceAccess({ kind: "cli" }, "projects:create"), {
    slug: wish.slug,
    name: wish.name ?? `Simulated ${wish.slug}`,
    preset: "arena",
    overlap,
  })
  const projectId = (await db().project.findUniqueOrThrow({ where: { slug: wish.slug } })).id
  void project
  const protocol = await db().protocolVersion.findFirstOrThrow({ where: { projectId } })
  const modelIds = Array.from({ length: models }, () => randomUUID())
  await db().model.createMany({
    data: modelIds.map((id, i) => ({ id, projectId, key: names[i] ?? `model-${i + 1}` })),
  })
  const rounds = [randomUUID(), randomUUID()]
  await db().round.createMany({
    data: rounds.map((id, i) => ({ id, projectId, number: i + 1, name: `Round ${i + 1}` })),
  })
  const userIds = Array.from({ length: people }, () => randomUUID())
  const cohorts = userIds.map((_, i) => (i % 4 === 3 ? "held-out" : "train"))
  await db().user.createMany({
    data: userIds.map((id, i) => ({
      id,
      email: `${id}@people.example`,
      name: animals[i] ?? `person-${i + 1}`,
    })),
  })
  await db().membership.createMany({
    data: userIds.map((userId, i) => ({
      projectId,
      userId,
      role: "ANNOTATOR" as const,
      ringPoint: i,
      cohort: cohorts[i] ?? null,
    })),
  })
  const end = (wish.until ?? new Date()).getTime()
  const strength = modelIds.map((_, i) => -0.35 * i)
  const rows = {
    prompts: [] as object[],
    completions: [] as object[],
    tasks: [] as object[],
    places: [] as object[],
  }
  const made = { assignments: [] as object[], annotations: [] as object[], comparisons: [] as object[] }
  for (let i = 0; i < tasks; i++) {
    const promptId = randomUUID()
    const taskId = randomUUID()
    const round = rounds[i % 3 === 0 ? 0 : 1] as string
    rows.prompts.push({
      id: promptId,
      hash: sha256Hex(`${wish.slug} ${i}`),
      text: `Question ${i} of ${wish.slug}?`,
      language: pick(["en", "en", "de", "ar"]),
      useCase: pick(["support", "coding", "writing"]),
      tags: random() < 0.4 ? [pick(["refund", "login", "sql"])] : [],
    })
    const first = Math.floor(random() * models)
    const second = (first + 1 + Math.floor(random() * (models - 1))) % models
    const texts = [first, second]
      .map((model) => ({ id: randomUUID(), model, chars: Math.round(150 + random() * 700) }))
      .map((text) => ({ ...text, hash: sha256Hex(`${wish.slug} ${i} ${text.model}`) }))
      .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
    for (const text of texts) {
      const { id, hash, chars } = text
      rows.completions.push({
        id,
        promptId,
        modelId: modelIds[text.model],
        hash,
        chars,
        text: `Answer ${id}`,
        roundId: round,
      })
    }
    rows.tasks.push({ id: taskId, promptId, setHash: sha256Hex(taskId), ring: i, roundId: round, overlap })
    texts.forEach((text, position) => rows.places.push({ taskId, position, completionId: text.id }))
    const judges = new Set<number>()
    while (judges.size < Math.min(overlap, people)) judges.add(Math.floor(random() * people))
    const when = end - Math.floor((1 - i / tasks) * days * 86_400_000)
    for (const judge of judges) {
      const leftFirst = random() < 0.5
      const [a, b] = texts as [(typeof texts)[0], (typeof texts)[0]]
      const delta =
        (strength[a.model] as number) -
        (strength[b.model] as number) +
        (leftFirst ? side : -side) * (judge === 0 ? 8 : 1) +
        (length * (a.chars - b.chars)) / (a.chars + b.chars)
      const [wa, wt, wb] = [Math.exp(delta / 2), 0.4, Math.exp(-delta / 2)]
      const draw = random() * (wa + wt + wb)
      const preference = draw < wa ? "A" : draw < wa + wt ? "TIE" : "B"
      const assignmentId = randomUUID()
      const annotationId = randomUUID()
      const shown = leftFirst ? [0, 1] : [1, 0]
      const at = new Date(when - Math.floor(random() * 3_600_000)).toISOString()
      made.assignments.push({ id: assignmentId, taskId, userId: userIds[judge], shown, at })
      made.annotations.push({
        id: annotationId,
        assignmentId,
        taskId,
        userId: userIds[judge],
        shown,
        at,
        cohort: cohorts[judge],
        activeMs: Math.round(15_000 + random() * 60_000),
      })
      made.comparisons.push({
        annotationId,
        taskId,
        preference,
        bothBad: preference === "TIE" && random() < 0.25,
        level: preference === "TIE" ? null : 1,
      })
    }
  }
  const put = async (list: readonly object[], text: string) => {
    for (let at = 0; at < list.length; at += 5000) {
      await pool().query(text, [projectId, JSON.stringify(list.slice(at, at + 5000))])
    }
  }
  await put(
    rows.prompts,
    `INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "chars", "language", "useCase", "tags")
     SELECT x."id", $1::uuid, x."hash", jsonb_build_array(jsonb_build_object('role', 'user', 'content', x."text")), 20,
       x."language", x."useCase", x."tags"
     FROM jsonb_to_recordset($2::jsonb) AS x("id" uuid, "hash" text, "text" text, "language" text, "useCase" text, "tags" text[])`,
  )
  await put(
    rows.completions,
    `INSERT INTO "Completion" ("id", "projectId", "promptId", "modelId", "hash", "messages", "chars", "roundId")
     SELECT x."id", $1::uuid, x."promptId", x."modelId", x."hash",
       jsonb_build_array(jsonb_build_object('role', 'assistant', 'content', x."text")), x."chars", x."roundId"
     FROM jsonb_to_recordset($2::jsonb) AS x("id" uuid, "promptId" uuid, "modelId" uuid, "hash" text, "text" text, "chars" int, "roundId" uuid)`,
  )
  await put(
    rows.tasks,
    `INSERT INTO "Task" ("id", "projectId", "promptId", "kind", "k", "setHash", "overlap", "taken", "counted", "remaining",
       "open", "ring", "roundId")
     SELECT x."id", $1::uuid, x."promptId", 'PAIRWISE', 2, x."setHash", x."overlap", x."overlap", x."overlap", 0, false,
       x."ring", x."roundId"
     FROM jsonb_to_recordset($2::jsonb) AS x("id" uuid, "promptId" uuid, "setHash" text, "overlap" int, "ring" int, "roundId" uuid)`,
  )
  await put(
    rows.places,
    `INSERT INTO "TaskCompletion" ("taskId", "position", "completionId")
     SELECT x."taskId", x."position", x."completionId"
     FROM jsonb_to_recordset($2::jsonb) AS x("taskId" uuid, "position" int, "completionId" uuid) WHERE $1::uuid IS NOT NULL`,
  )
  await put(
    made.assignments,
    `INSERT INTO "Assignment" ("id", "token", "projectId", "taskId", "annotatorId", "purpose", "state", "holdsSlot", "shown",
       "leasedAt", "leaseExpiresAt", "closedAt")
     SELECT x."id", x."id"::text, $1::uuid, x."taskId", x."userId", 'LABEL', 'SUBMITTED', true, x."shown", x."at", x."at", x."at"
     FROM jsonb_to_recordset($2::jsonb) AS x("id" uuid, "taskId" uuid, "userId" uuid, "shown" int[], "at" timestamptz)`,
  )
  await put(
    made.annotations.map((one) => ({ ...one, protocolId: protocol.id })),
    `INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status",
       "idempotencyKey", "protocolId", "shown", "blind", "cohort", "scrollDepth", "activeMs", "createdAt")
     SELECT x."id", $1::uuid, x."taskId", x."assignmentId", x."userId", 1, 'ACCEPTED', x."id"::text, x."protocolId", x."shown",
       true, x."cohort", '{}', x."activeMs", x."at"
     FROM jsonb_to_recordset($2::jsonb) AS x("id" uuid, "taskId" uuid, "assignmentId" uuid, "userId" uuid, "protocolId" uuid,
       "shown" int[], "cohort" text, "activeMs" int, "at" timestamptz)`,
  )
  await put(
    made.comparisons,
    `INSERT INTO "Comparison" ("annotationId", "taskId", "positionA", "positionB", "preference", "bothBad", "level")
     SELECT x."annotationId", x."taskId", 0, 1, x."preference"::"Preference", x."bothBad", x."level"
     FROM jsonb_to_recordset($2::jsonb) AS x("annotationId" uuid, "taskId" uuid, "preference" text, "bothBad" bool, "level" int)
     WHERE $1::uuid IS NOT NULL`,
  )
  return { projectId, slug: wish.slug, models: names.slice(0, models), people: userIds }
}
