import { asked } from "@/server/data/export/copy-rows"
import { visible } from "@/server/data/export/snapshot"

// The statements that read an export in the order of its files. They expect, by `ask`: the project, the
// snapshot with its oldest running transaction, and the salt of the splits.

/** Whether a row was committed at the snapshot that was asked for. */
export function isVisible(alias: string): string {
  return visible(alias, asked("snapshot", "pg_snapshot"), asked("oldest", "bigint"))
}

const project = asked("project", "uuid")

/** Where a prompt stands in every file (bucketHashOf of formats/export/split-of.ts). */
const bucket = (prompt: string) =>
  `sha256(convert_to(current_setting('diptych.salt') || coalesce('conversation:' || ${prompt}."conversationId", ${prompt}."hash"), 'UTF8'))`

/**
 * Prompts with their buckets, for what is joined to them: reckoned once a prompt and not with each row. `OFFSET`
 * keeps it a step of its own, and quoted it does not keep it off the parallel workers (nor may it hold a
 * subquery, so settings are read as they are).
 */
const promptBuckets = `(SELECT q."id", ${bucket("q")} AS "bucket"
  FROM "Prompt" q WHERE q."projectId" = current_setting('diptych.project')::uuid OFFSET '0')`

type Events = readonly ("Annotation" | "Adjudication" | "Skip" | "ImportedLabel")[]

/**
 * Every prompt that anything was said about, by bucket and hash, with the split that came with the data:
 * its own, else the most held back one of its conversation. Use case, language and tags are those of the
 * snapshot: what the first change after it found there, else what they are now.
 */
export function promptSelect(events: Events): string {
  const said = events.map((table) =>
    table === "ImportedLabel"
      ? `SELECT e."promptId" FROM "ImportedLabel" e WHERE e."projectId" = ${project} AND ${isVisible("e")}`
      : `SELECT t."promptId" FROM "${table}" e JOIN "Task" t ON t."id" = e."taskId"
         WHERE e."projectId" = ${project} AND ${isVisible("e")}`,
  )
  return `SELECT ${bucket("p")} AS "bucket", p."id", p."hash", p."conversationId", p."sourceUser",
      coalesce(own."split", CASE WHEN p."conversationId" IS NOT NULL THEN (
        SELECT other."split" FROM "Prompt" q JOIN "PromptSplit" other ON other."promptId" = q."id"
        WHERE q."projectId" = ${project} AND q."conversationId" = p."conversationId" AND ${isVisible("other")}
        ORDER BY array_position(ARRAY['test', 'validation', 'train'], other."split") LIMIT 1
      ) END),
      p."messages"::text, p."externalId", CASE WHEN was."id" IS NULL THEN p."useCase" ELSE was."useCase" END,
      CASE WHEN was."id" IS NULL THEN p."language" ELSE was."language" END,
      CASE WHEN cardinality(coalesce(was."tags", p."tags")) > 0 THEN to_json(coalesce(was."tags", p."tags"))::text END
    FROM "Prompt" p
    LEFT JOIN "PromptSplit" own ON own."promptId" = p."id" AND ${isVisible("own")}
    LEFT JOIN LATERAL (SELECT c.* FROM "PromptChange" c WHERE c."promptId" = p."id" AND NOT ${isVisible("c")}
      ORDER BY c."id" LIMIT 1) was ON true
    WHERE p."projectId" = ${project} AND p."id" IN (${said.join(" UNION ALL ")})
    ORDER BY 1, p."hash" COLLATE "C"`
}

/**
 * As a list the planner knows how many rows they are; by a remainder it guesses one in two hundred. A position
 * beyond it comes twice, which does no harm.
 */
const oddPositions = Array.from({ length: 16 }, (_, index) => 2 * index + 1)

/**
 * Texts of the tasks that anything was said about, by bucket: two neighbours a row, the first at an even
 * position, as half as many rows are to be sorted and read; one row with nulls for a task without.
 */
export function taskSelect(events: Events): string {
  const said = events
    .filter((table) => table !== "ImportedLabel")
    .map((table) => `SELECT e."taskId" FROM "${table}" e WHERE e."projectId" = ${project}`)
  return `SELECT p."bucket", t."promptId", t."id", t."setHash", t."kind"::text, t."doubleJudged",
      t."roundId", tc."position", tc."completionId", nc."completionId"
    FROM "Task" t
    JOIN ${promptBuckets} p ON p."id" = t."promptId"
    LEFT JOIN "TaskCompletion" tc ON tc."taskId" = t."id" AND tc."position" NOT IN (${oddPositions.join(", ")})
    LEFT JOIN "TaskCompletion" nc ON nc."taskId" = tc."taskId" AND nc."position" = tc."position" + 1
    WHERE t."projectId" = ${project} AND t."id" IN (${said.join(" UNION ALL ")})
    ORDER BY 1`
}

/** Every annotation of the snapshot with its comparisons (one row each, or one with nulls), by bucket. */
export function annotationSelect(withWho: boolean): string {
  return `SELECT p."bucket", t."promptId", a."id", a."taskId", a."assignmentId", a."annotatorId",
      a."revision", a."status"::text, a."notRankable", a."createdAt", s."purpose"::text,
      c."criterion", c."positionA", c."positionB", c."preference"::text, c."bothBad", c."level"
      ${withWho ? `, a."cohort", a."guidelineId", a."protocolId", a."activeMs", a."blind", a."rationale"` : ""}
    FROM "Annotation" a
    JOIN "Assignment" s ON s."id" = a."assignmentId"
    JOIN "Task" t ON t."id" = a."taskId"
    JOIN ${promptBuckets} p ON p."id" = t."promptId"
    LEFT JOIN "Comparison" c ON c."annotationId" = a."id"
    WHERE a."projectId" = ${project} AND ${isVisible("a")}
    ORDER BY 1`
}

/** By `ask`: the ids of some prompts. The order is theirs: the rest is looked up for one after another. */
const wanted = `unnest(${asked("prompts", "uuid[]")}) WITH ORDINALITY AS w("id", "at")`
const at = `(w."at" - 1)::int4`

export const textSelect = `SELECT ${at}, c.* FROM ${wanted} CROSS JOIN LATERAL (
    SELECT c."id", ${isVisible("c")}, c."hash", c."messages"::text, c."isEmpty", c."modelId",
      c."externalId", c."params"::text, c."logProbSum", c."tokenCount"
    FROM "Completion" c WHERE c."promptId" = w."id" OFFSET 0) c`

export const maskSelect = `SELECT k."completionId", k."createdAt", k."id", k."spans"::text, k."heldBack"
  FROM ${wanted} JOIN "Completion" c ON c."promptId" = w."id" JOIN "TextMask" k ON k."completionId" = c."id"
  WHERE ${isVisible("k")}`

export const rulingSelect = `SELECT j."id", j."taskId", j."adjudicatorId", j."createdAt", j."criterion", j."positionA",
    j."positionB", j."preference"::text, j."bothBad", j."level", j."reason"
  FROM ${wanted}
  JOIN "Task" t ON t."promptId" = w."id" JOIN "Adjudication" j ON j."taskId" = t."id"
  WHERE ${isVisible("j")}`

export const labelSelect = `SELECT ${at}, ca."hash", cb."hash", l."preference"::text, l."bothBad", l."level", l."labeler",
    l."criterion", l."ordinal"
  FROM ${wanted}
  JOIN "ImportedLabel" l ON l."promptId" = w."id"
  JOIN "Completion" ca ON ca."id" = l."completionAId"
  JOIN "Completion" cb ON cb."id" = l."completionBId"
  WHERE ${isVisible("l")}`
