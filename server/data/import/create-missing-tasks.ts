import { hash } from "node:crypto"
import type pg from "pg"
import type { Messages } from "@/core/messages"
import { ModelPairCounts } from "@/core/pairing/model-pair-counts"
import { planTasks } from "@/core/pairing/plan-tasks"
import type { PairingText, TextSet } from "@/core/pairing/prompt-texts"
import { beginningsOf, toTurnSets, turnBeginnings } from "@/core/pairing/turns"
import { startOverlap } from "@/core/queue/overlap-rule"
import { taskSetHash } from "@/core/task-hash"
import { CopyWriter } from "@/server/data/import/copy-writer"
import type { AddedExisting } from "@/server/data/import/counts"
import type { TaskSetting } from "@/server/data/import/task-setting"
import { hashMessagesFast } from "@/server/import/hash"
import { LeanHeap } from "@/server/lean-heap"
import { Pace } from "@/server/pace"

type PromptRow = {
  readonly id: string
  readonly hash: string
  readonly conversationId: string | null
  /** Messages of the prompt. */
  readonly length: number
  /** Its tasks wait until it is released. */
  readonly isHeld: boolean
  readonly texts:
    | readonly (PairingText & {
        readonly id: string
        /** Read only where turns are judged one by one. */
        readonly messages: Messages | null
      })[]
    | null
  readonly existing: readonly TextSet[] | null
  readonly stated: readonly TextSet[] | null
}

const pageSize = 500

type Made = AddedExisting & {
  /** Answers that the new tasks ask for, but for those of prompts that are held back. */
  readonly judgments: number
}

/**
 * Makes the tasks that the prompts in `import_prompt_id` lack under the project's policy. Prompts are
 * taken in an order that depends on the project's seed and the prompts alone, so the same data gives
 * the same tasks whatever the order of its rows. While tasks are stored those of the next prompts are
 * planned. Memory: a few pages of prompts, and the counts per pair of models.
 */
export async function createMissingTasks(
  client: pg.ClientBase,
  setting: TaskSetting,
  { importId, roundId }: { readonly importId: string; readonly roundId: string | null },
  nextId: () => string,
): Promise<Made> {
  await client.query("ANALYZE import_prompt_id, import_group")
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) FROM "Task" t JOIN import_prompt_id i ON i."id" = t."promptId"`,
  )
  const existing = Number(rows[0]?.count ?? 0)
  await client.query(
    `CREATE TEMP TABLE import_task ("id" uuid, "promptId" uuid, "kind" "TaskKind", "k" int, "setHash" text,
       "ring" int, "doubleJudged" boolean, "overlap" int, "isHeld" boolean, "completionIds" uuid[]) ON COMMIT DROP`,
  )
  const made = { added: 0, judgments: 0 }
  const copy = new CopyWriter(
    client,
    {
      import_task: `"id", "promptId", "kind", "k", "setHash", "ring", "doubleJudged", "overlap", "isHeld", "completionIds"`,
    },
    {
      // About a page of prompts with a few tasks each, so that planning and storing keep pace.
      loadChars: 256 * 1024,
      afterLoad: async () => {
        const stored = await client.query<typeof made>(insertTasks, [setting.projectId, roundId])
        made.added += stored.rows[0]?.added ?? 0
        made.judgments += stored.rows[0]?.judgments ?? 0
        await client.query("TRUNCATE import_task")
      },
    },
  )
  await planPrompts(client, copy, setting, { importId, existing }, nextId)
  return { ...made, existing }
}

const insertTasks = `
  WITH made AS (
    INSERT INTO "Task" ("id", "projectId", "promptId", "kind", "k", "setHash", "overlap", "remaining", "open", "ring", "doubleJudged", "roundId")
    SELECT "id", $1, "promptId", "kind", "k", "setHash", "overlap", "overlap", true, "ring", "doubleJudged", $2 FROM import_task
    ON CONFLICT ("projectId", "setHash") DO NOTHING RETURNING "id"),
  whole AS (SELECT s.* FROM import_task s JOIN made ON made."id" = s."id"),
  entries AS (
    INSERT INTO "TaskCompletion" ("taskId", "position", "completionId")
    SELECT s."id", c."at" - 1, c."completionId"
    FROM whole s CROSS JOIN LATERAL unnest(s."completionIds") WITH ORDINALITY AS c("completionId", "at"))
  SELECT count(*)::int AS "added", coalesce(sum("overlap") FILTER (WHERE NOT "isHeld"), 0)::int AS "judgments" FROM whole`

async function planPrompts(
  client: pg.ClientBase,
  copy: CopyWriter,
  setting: TaskSetting,
  { importId, existing }: { readonly importId: string; readonly existing: number },
  nextId: () => string,
): Promise<void> {
  const counts = await countModelPairs(client, setting)
  await client.query(promptCursor(existing > 0), [importId, setting.seed, setting.turns === "each"])
  const fetchPage = () => {
    const page = client.query<PromptRow>(`FETCH ${pageSize} FROM import_prompts`)
    // Awaited when its turn comes; until then a failure is not yet anybody's.
    page.catch(() => {})
    return page
  }
  const heap = new LeanHeap()
  const pace = new Pace()
  let next = fetchPage()
  for (;;) {
    const { rows } = await next
    if (rows.length === 0) break
    // The database looks up the next prompts while tasks are made of these.
    next = fetchPage()
    for (const row of rows) {
      addTasks(copy, row, setting, counts, nextId)
      if (pace.isDue()) await pace.rest()
    }
    await copy.ready()
    heap.sweep()
  }
  await copy.flush()
  await client.query("CLOSE import_prompts")
}

/**
 * Distinct texts of each prompt by hash, the sets that are tasks, the sets that rows stated. Tasks are looked
 * for only where there are some: among those of a large database the search would take as long as the rest.
 */
const promptCursor = (hasTasks: boolean) => `
  DECLARE import_prompts NO SCROLL CURSOR FOR
  WITH text AS (
    SELECT c."promptId", c."hash", array_agg(DISTINCT m."key") AS "models",
      bool_and(c."importId" IS NOT DISTINCT FROM $1::uuid) AS "isNew", (array_agg(c."id" ORDER BY c."id"))[1] AS "id"
    FROM "Completion" c JOIN import_prompt_id i ON i."id" = c."promptId" JOIN "Model" m ON m."id" = c."modelId"
    GROUP BY c."promptId", c."hash"),
  texts AS (
    SELECT "promptId", json_agg(json_build_object('hash', "hash", 'models', "models", 'isNew', "isNew", 'id', "id",
      'messages', CASE WHEN $3::boolean THEN (SELECT c."messages" FROM "Completion" c WHERE c."id" = text."id") END)
      ORDER BY "hash" COLLATE "C") AS "texts"
    FROM text GROUP BY "promptId"),
  tasks AS (${hasTasks ? existingSets : noSets}),
  stated AS (
    SELECT g."promptHash", json_agg(g."hashes" ORDER BY g."row") AS "stated" FROM import_group g GROUP BY g."promptHash")
  SELECT i."id", i."hash", p."conversationId", jsonb_array_length(p."messages") AS "length", p."heldBack" IS NOT NULL AS "isHeld", texts."texts", tasks."existing", stated."stated"
  FROM import_prompt_id i JOIN "Prompt" p ON p."id" = i."id"
  LEFT JOIN texts ON texts."promptId" = i."id"
  LEFT JOIN tasks ON tasks."promptId" = i."id"
  LEFT JOIN stated ON stated."promptHash" = i."hash"
  ORDER BY md5($2 || i."hash") COLLATE "C"`

const existingSets = `
    SELECT x."promptId", json_agg(x."hashes") AS "existing" FROM (
      SELECT t."promptId", array_agg(c."hash" ORDER BY e."position") AS "hashes"
      FROM "Task" t JOIN import_prompt_id i ON i."id" = t."promptId"
      JOIN "TaskCompletion" e ON e."taskId" = t."id" JOIN "Completion" c ON c."id" = e."completionId"
      GROUP BY t."id", t."promptId") x
    GROUP BY x."promptId"`

const noSets = `SELECT NULL::uuid AS "promptId", NULL::json AS "existing" WHERE false`

function addTasks(
  copy: CopyWriter,
  row: PromptRow,
  setting: TaskSetting,
  counts: ModelPairCounts,
  nextId: () => string,
): void {
  const texts = row.texts ?? []
  const ids = new Map(texts.map((text) => [text.hash, text.id]))
  const turnsOf = new Map(
    texts.map((text) => [text.hash, turnBeginnings(text.messages ?? []).map(hashMessagesFast)]),
  )
  // Conversations are paired, and their turns follow them; what only begins one is no text of its own.
  const isWhole = (
    (begins) => (hash: string) =>
      !begins.has(hash)
  )(beginningsOf(turnsOf))
  const whole = texts.filter((text) => isWhole(text.hash))
  // Rows of one completion each state no sets: then all texts of the prompt belong together.
  const stated = row.stated ?? [whole.map((text) => text.hash)]
  const existing = (row.existing ?? []).filter((set) => set.every(isWhole))
  const prompt = { hash: row.hash, texts: whole, existing, stated }
  const inOrder = setting.turns === "each"
  planTasks(setting.policy, setting.kind, prompt, setting.seed, counts).forEach((set, place) => {
    // Turns that came as prompts of their own follow each other by their length.
    const follows = inOrder && row.conversationId !== null
    const words = follows ? `conversation:${row.conversationId}` : setHashOf(row, set)
    const lot = hash("sha256", `${setting.seed}:${words}`, "hex")
    const start = follows ? Math.min(row.length, 50) * 20 + (place % 20) : 0
    const parts = inOrder ? toTurnSets(set, turnsOf) : [set]
    parts.forEach((part, turn) => {
      addTask(copy, row, setting, { part, step: Math.min(start + turn, mostSteps), lot, ids, nextId })
    })
  })
}

/** Turns of one conversation stand next to each other on the ring, which a person walks along. */
const mostSteps = 2000
const lastRing = 2 ** 31 - 1 - mostSteps

function addTask(
  copy: CopyWriter,
  row: PromptRow,
  setting: TaskSetting,
  {
    part,
    step,
    lot,
    ids,
    nextId,
  }: {
    readonly part: TextSet
    /** Places behind the first of its conversation. */
    readonly step: number
    /** Of the conversation: 256 uniform bits in hex. */
    readonly lot: string
    readonly ids: ReadonlyMap<string, string>
    readonly nextId: () => string
  },
): void {
  const kind = kindOf(part.length)
  // 31 uniform bits are the place on the ring; another 32 say whether the task is of the share judged
  // twice, so a share that is raised later holds it too (server/data/double-judged.ts).
  const doubleJudged =
    kind !== "DEMONSTRATION" && Number.parseInt(lot.slice(8, 16), 16) / 2 ** 32 < setting.doubleShare / 100
  copy.add("import_task", [
    nextId(),
    row.id,
    kind,
    part.length,
    setHashOf(row, part),
    Math.min(Number.parseInt(lot.slice(0, 8), 16) >>> 1, lastRing) + step,
    doubleJudged,
    startOverlap({ ...setting, adaptiveTarget: null, answers: 2 }, { kind, doubleJudged, ownOverlap: null }),
    row.isHeld,
    `{${part.flatMap((text) => ids.get(text) ?? []).join(",")}}`,
  ])
}

function setHashOf(row: PromptRow, set: TextSet): string {
  return taskSetHash(row.hash, kindOf(set.length), set, (text) => hash("sha256", text, "hex"))
}

function kindOf(size: number): "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING" {
  if (size === 0) return "DEMONSTRATION"
  if (size === 1) return "RATING"
  return size === 2 ? "PAIRWISE" : "RANKING"
}

/** How often models have met in the project's pairs so far, each text credited to all its models. */
async function countModelPairs(client: pg.ClientBase, setting: TaskSetting): Promise<ModelPairCounts> {
  const counts = new ModelPairCounts()
  if (setting.policy.kind !== "BALANCED") return counts
  const { rows } = await client.query<{ x: string; y: string; count: string }>(
    `SELECT m0."key" AS x, m1."key" AS y, count(*) FROM "Task" t
     JOIN "TaskCompletion" e0 ON e0."taskId" = t."id" AND e0."position" = 0
     JOIN "TaskCompletion" e1 ON e1."taskId" = t."id" AND e1."position" = 1
     JOIN "Completion" r0 ON r0."id" = e0."completionId" JOIN "Completion" r1 ON r1."id" = e1."completionId"
     JOIN "Completion" c0 ON c0."promptId" = t."promptId" AND c0."hash" = r0."hash"
     JOIN "Completion" c1 ON c1."promptId" = t."promptId" AND c1."hash" = r1."hash"
     JOIN "Model" m0 ON m0."id" = c0."modelId" JOIN "Model" m1 ON m1."id" = c1."modelId"
     WHERE t."projectId" = $1 AND t."kind" = 'PAIRWISE' GROUP BY 1, 2`,
    [setting.projectId],
  )
  for (const { x, y, count } of rows) counts.add(x, y, Number(count))
  return counts
}
