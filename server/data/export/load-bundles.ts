import type pg from "pg"
import { groupBy } from "@/core/group-by"
import type { Message } from "@/core/messages"
import type { LabelUnit, Preference, PromptBundle, RulingUnit } from "@/formats/export/units"
import { createJudgments } from "@/server/data/export/judgments"
import { loadDetails } from "@/server/data/export/load-details"
import type { ProjectFacts } from "@/server/data/export/load-project-facts"
import { loadTexts } from "@/server/data/export/load-texts"
import {
  type AnnotationRow,
  type PromptRef,
  type ReadRequest,
  type TaskRow,
  toMessage,
} from "@/server/data/export/rows"
import { oldestRunning, visible } from "@/server/data/export/snapshot"

type PromptRow = {
  id: string
  hash: string
  messages: Message[]
  externalId: string | null
  conversationId: string | null
  sourceUser: string | null
  useCase: string | null
  language: string | null
  tags: string[] | null
}
type RulingRow = Omit<RulingUnit, "by" | "at"> & { taskId: string; adjudicatorId: string; createdAt: Date }
type LabelRow = LabelUnit & { promptId: string }

/** Everything about a batch of prompts, in the order of the batch. */
export async function loadBundles(
  client: pg.Client,
  batch: readonly PromptRef[],
  facts: ProjectFacts,
  request: ReadRequest,
): Promise<PromptBundle[]> {
  const ids = batch.map((ref) => ref.id)
  const bind = [request.snapshot, oldestRunning(request.snapshot), ids]
  const withLabels = request.needs === "tasks" || request.settings.imported
  const prompts = await client.query<PromptRow>(promptSql, [ids])
  const tasks = await client.query<TaskRow>(taskSql, [ids])
  const annotations = await client.query<AnnotationRow>(annotationSql, bind)
  const rulings = await client.query<RulingRow>(rulingSql, bind)
  const labels = withLabels ? await client.query<LabelRow>(labelSql, bind) : undefined
  const details = request.needs === "tasks" ? await loadDetails(client, bind, facts) : undefined
  const judgments = createJudgments(annotations.rows, facts, details)
  const rulingsOf = groupBy(rulings.rows, (row) => row.taskId)
  const labelsOf = groupBy(labels?.rows ?? [], (row) => row.promptId)
  const worked = tasks.rows.filter(
    ({ id }) => judgments.has(id) || rulingsOf.has(id) || (details?.skips.has(id) ?? false),
  )
  const texts = await loadTexts(client, request.snapshot, ids, worked)
  const tasksOf = groupBy(worked, (row) => row.promptId)
  const promptOf = new Map(prompts.rows.map((row) => [row.id, row]))
  return batch.map(({ id, split }) => {
    const prompt = promptOf.get(id)
    if (!prompt) throw new RangeError(`Prompt ${id} is gone.`)
    const own = tasksOf.get(id) ?? []
    return {
      prompt: {
        hash: prompt.hash,
        messages: prompt.messages.map(toMessage),
        externalId: prompt.externalId,
        conversationId: prompt.conversationId,
        sourceUser: prompt.sourceUser,
        useCase: prompt.useCase,
        language: prompt.language,
        tags: prompt.tags ?? [],
        references: details?.references.get(id) ?? [],
      },
      split,
      tasks: own.map((task) => ({
        hash: task.hash,
        kind: task.kind,
        texts: (task.completionIds ?? []).map(texts.hashOf),
        annotations: judgments.get(task.id) ?? [],
        rulings: (rulingsOf.get(task.id) ?? []).map((row) => toRuling(row, facts)),
        ...(details && { detail: details.taskDetail(task) }),
      })),
      labels: (labelsOf.get(id) ?? []).map(toLabel),
      texts: texts.byPrompt.get(id) ?? new Map(),
    }
  })
}

function toRuling(row: RulingRow, facts: ProjectFacts): RulingUnit {
  return {
    criterion: row.criterion,
    positionA: row.positionA,
    positionB: row.positionB,
    preference: row.preference,
    bothBad: row.bothBad,
    level: row.level,
    reason: row.reason,
    by: facts.pseudonym("p", row.adjudicatorId),
    at: row.createdAt.toISOString(),
  }
}

function toLabel(row: LabelRow): LabelUnit {
  const { hashA, hashB, preference, bothBad, level, labeler, ordinal } = row
  return { hashA, hashB, preference: preference satisfies Preference, bothBad, level, labeler, ordinal }
}

const promptSql = `SELECT "id", "hash", "messages", "externalId", "conversationId", "sourceUser", "useCase",
    "language", "tags" FROM "Prompt" WHERE "id" = ANY($1::uuid[])`

const taskSql = `SELECT t."id", t."promptId", t."setHash" AS "hash", t."kind", t."doubleJudged", r."number" AS "round",
    (SELECT array_agg(tc."completionId" ORDER BY tc."position") FROM "TaskCompletion" tc WHERE tc."taskId" = t."id")
      AS "completionIds"
  FROM "Task" t
  LEFT JOIN "Round" r ON r."id" = t."roundId"
  WHERE t."promptId" = ANY($1::uuid[])
  ORDER BY t."setHash" COLLATE "C"`

const annotationSql = `SELECT a."id", a."taskId", a."assignmentId", a."annotatorId", a."revision", a."status",
    a."notRankable", a."createdAt", s."purpose",
    c."criterion", c."positionA", c."positionB", c."preference", c."bothBad", c."level"
  FROM "Task" t
  JOIN "Annotation" a ON a."taskId" = t."id"
  JOIN "Assignment" s ON s."id" = a."assignmentId"
  LEFT JOIN "Comparison" c ON c."annotationId" = a."id"
  WHERE t."promptId" = ANY($3::uuid[]) AND ${visible("a")}`

const rulingSql = `SELECT j."taskId", j."criterion", j."positionA", j."positionB", j."preference", j."bothBad",
    j."level", j."reason", j."adjudicatorId", j."createdAt"
  FROM "Task" t JOIN "Adjudication" j ON j."taskId" = t."id"
  WHERE t."promptId" = ANY($3::uuid[]) AND ${visible("j")}
  ORDER BY j."createdAt", j."id"`

const labelSql = `SELECT l."promptId", ca."hash" AS "hashA", cb."hash" AS "hashB", l."preference", l."bothBad",
    l."level", l."labeler", l."ordinal"
  FROM "ImportedLabel" l
  JOIN "Completion" ca ON ca."id" = l."completionAId"
  JOIN "Completion" cb ON cb."id" = l."completionBId"
  WHERE l."promptId" = ANY($3::uuid[]) AND ${visible("l")}
  ORDER BY ca."hash" COLLATE "C", cb."hash" COLLATE "C", l."labeler" COLLATE "C", l."ordinal",
    l."preference", l."bothBad", l."level", l."id"`
