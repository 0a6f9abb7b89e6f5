import { randomUUID } from "node:crypto"
import { presets } from "@/core/presets/registry"
import type { ProjectRole } from "@/core/permissions"
import type { Protocol } from "@/core/protocol"
import { maxLevelOf } from "@/core/protocol"
import type { Messages } from "@/core/messages"
import { hashMessages, sha256Hex } from "@/core/same-text"
import { taskSetHash } from "@/core/task-hash"
import type { ProjectAccess } from "@/server/access"
import { requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"

/** A project with pairs to judge and people to judge them, made straight in the database. */
export type World = {
  readonly projectId: string
  readonly slug: string
  readonly taskIds: readonly string[]
  person(role?: ProjectRole, options?: { cohort?: string; ringPoint?: number }): Promise<Person>
}
export type Person = {
  readonly userId: string
  readonly email: string
  readonly access: ProjectAccess<"annotations:create">
}

export type WorldOptions = {
  readonly tasks?: number
  readonly overlap?: number
  readonly protocol?: Protocol
  readonly leaseAhead?: number
  readonly skipLimit?: number
  readonly guidelines?: string
  /** Settings of the queue that differ from the defaults. */
  readonly queue?: Partial<
    Record<"goldRate" | "repeatRate" | "doubleShare" | "adaptiveCap" | "adaptiveTarget", number>
  >
  readonly blurContent?: boolean
  readonly breakAfterMin?: number
  /** What the n-th task holds; by default one short question and two short answers. */
  readonly content?: (n: number) => TaskContent
}
export type TaskContent = { readonly prompt: Messages; readonly answers: readonly [string, string] }

let worlds = 0

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const { tasks = 10, overlap = 1, leaseAhead = 3, skipLimit = 3 } = options
  const protocol = options.protocol ?? presets.arena
  const slug = `world-${++worlds}-${randomUUID().slice(0, 8)}`
  const project = await db().project.create({
    data: {
      slug,
      name: slug,
      overlap,
      leaseAhead,
      skipLimit,
      ...(options.blurContent !== undefined && { blurContent: options.blurContent }),
      ...(options.breakAfterMin !== undefined && { breakAfterMin: options.breakAfterMin }),
      ...options.queue,
      seed: `seed-${worlds}`,
      pseudonymKey: "00".repeat(32),
      models: { create: [{ key: "secret-model-alpha" }, { key: "secret-model-beta" }] },
      protocols: {
        create: {
          version: 1,
          kind: protocol.kind,
          maxLevel: protocol.scale ? maxLevelOf(protocol.scale) : null,
          allowTie: protocol.scale?.tie ?? false,
          allowBothBad: protocol.scale?.bothBad ?? false,
          definition: protocol,
          hash: sha256Hex(JSON.stringify(protocol)),
        },
      },
      ...(options.guidelines && {
        guidelines: {
          create: { version: 1, markdown: options.guidelines, hash: sha256Hex(options.guidelines) },
        },
      }),
    },
    include: { models: true },
  })
  const taskIds = await makeTasks(
    project.id,
    project.models.map((model) => model.id),
    { count: tasks, overlap, content: options.content ?? plainContent },
  )
  let people = 0
  return {
    projectId: project.id,
    slug,
    taskIds,
    async person(
      role = "ANNOTATOR",
      { cohort, ringPoint = Math.floor((++people * 2 ** 31) / 41) % 2 ** 31 } = {},
    ) {
      const email = `${randomUUID()}@people.example`
      const user = await db().user.create({
        data: {
          email,
          memberships: { create: { projectId: project.id, role, ringPoint, ...(cohort && { cohort }) } },
        },
      })
      const actor = {
        kind: "user",
        userId: user.id,
        sessionId: randomUUID(),
        instanceRole: "MEMBER",
      } as const
      return { userId: user.id, email, access: await requireProjectAccess(actor, slug, "annotations:create") }
    },
  }
}

function plainContent(n: number): TaskContent {
  return {
    prompt: [{ role: "user", content: `Question number ${n}?` }],
    answers: [`Answer 0 to number ${n}.`, `Answer 1 to number ${n}.`],
  }
}

async function makeTasks(
  projectId: string,
  modelIds: readonly string[],
  { count, overlap, content }: { count: number; overlap: number; content: (n: number) => TaskContent },
) {
  const rows = Array.from({ length: count }, (_, i) => {
    const { prompt: messages, answers } = content(i)
    const texts = answers
      .map((text, m) => {
        const answer = [{ role: "assistant" as const, content: text }]
        return { id: randomUUID(), modelId: modelIds[m], messages: answer, hash: hashMessages(answer) }
      })
      .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
    const prompt = { id: randomUUID(), messages, hash: hashMessages(messages) }
    const setHash = taskSetHash(
      prompt.hash,
      "PAIRWISE",
      texts.map((text) => text.hash),
    )
    return { id: randomUUID(), prompt, texts, setHash, ring: Math.floor(((i * 0.6180339887) % 1) * 2 ** 31) }
  })
  const client = await pool().connect()
  try {
    const json = JSON.stringify(rows)
    await client.query("BEGIN")
    await client.query(
      `INSERT INTO "Prompt" ("id", "projectId", "hash", "messages", "chars")
       SELECT (r->'prompt'->>'id')::uuid, $1, r->'prompt'->>'hash', r->'prompt'->'messages', 1
       FROM jsonb_array_elements($2::jsonb) r`,
      [projectId, json],
    )
    await client.query(
      `INSERT INTO "Completion" ("id", "projectId", "promptId", "modelId", "hash", "messages", "chars")
       SELECT (t->>'id')::uuid, $1, (r->'prompt'->>'id')::uuid, (t->>'modelId')::uuid, t->>'hash', t->'messages', 1
       FROM jsonb_array_elements($2::jsonb) r, jsonb_array_elements(r->'texts') t`,
      [projectId, json],
    )
    await client.query(
      `INSERT INTO "Task" ("id", "projectId", "promptId", "kind", "k", "setHash", "overlap", "remaining", "open", "ring")
       SELECT (r->>'id')::uuid, $1, (r->'prompt'->>'id')::uuid, 'PAIRWISE', 2, r->>'setHash', $3, $3, true, (r->>'ring')::int
       FROM jsonb_array_elements($2::jsonb) r`,
      [projectId, json, overlap],
    )
    await client.query(
      `INSERT INTO "TaskCompletion" ("taskId", "position", "completionId")
       SELECT (r->>'id')::uuid, (t.ordinality - 1)::int, (t.value->>'id')::uuid
       FROM jsonb_array_elements($1::jsonb) r, jsonb_array_elements(r->'texts') WITH ORDINALITY t`,
      [json],
    )
    await client.query("COMMIT")
  } finally {
    client.release()
  }
  return rows.map((row) => row.id)
}

/** What must hold of every task at any moment; empty = all is well. */
export async function brokenTasks(projectId: string): Promise<unknown[]> {
  const { rows } = await pool().query(
    `SELECT t."id", t."overlap", t."taken", t."counted", s.* FROM "Task" t LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE a."holdsSlot")::int AS "slots",
         count(*) FILTER (WHERE a."holdsSlot" AND a."state" = 'SUBMITTED')::int AS "answers",
         count(*) FILTER (WHERE last."status" = 'ACCEPTED')::int AS "accepted"
       FROM "Assignment" a LEFT JOIN LATERAL (SELECT n."status" FROM "Annotation" n
         WHERE n."assignmentId" = a."id" ORDER BY n."revision" DESC LIMIT 1) last ON true
       WHERE a."taskId" = t."id" AND a."purpose" = 'LABEL'
     ) s ON true
     WHERE t."projectId" = $1 AND (t."taken" <> s."slots" OR t."counted" <> s."answers" OR s."accepted" <> s."answers"
       OR t."taken" > t."overlap")`,
    [projectId],
  )
  return rows
}
