import type pg from "pg"
import { canonicalJson } from "@/core/canonical-json"
import { groupBy } from "@/core/group-by"
import type { Message } from "@/core/messages"
import type {
  AnnotationDetail,
  DemonstrationUnit,
  ExclusionUnit,
  FlagUnit,
  SkipUnit,
  TaskDetail,
} from "@/formats/export/units"
import type { ProjectFacts, StoredExclusion } from "@/server/data/export/load-project-facts"
import { toUuid } from "@/server/data/export/copy-rows"
import { toMessage } from "@/server/data/export/parse-messages"
import type { AnnotationRow, TaskRow } from "@/server/data/export/rows"
import { visible } from "@/server/data/export/snapshot"

/** What only formats of tasks need, for one batch of prompts. */
export type Details = {
  /** By task id. */
  readonly skips: ReadonlyMap<string, unknown>
  /** By prompt id. */
  readonly references: ReadonlyMap<string, string[]>
  readonly taskDetail: (task: TaskRow) => TaskDetail
  readonly annotationDetail: (row: AnnotationRow) => AnnotationDetail
}

type WideRow = {
  id: string
  taskId: string
  annotatorId: string
  createdAt: Date
  protocolId: string
  guidelineId: string | null
  shown: number[] | null
  blind: boolean
  cohort: string | null
  confidence: number | null
  rationale: string | null
  note: string | null
  editedText: string | null
  inputPath: string
  device: string
  activeMs: number | null
  wallMs: number | null
  scrollDepth: number[] | null
  clientShownAt: Date | null
  clientSentAt: Date | null
}
type PlacementRow = { annotationId: string; criterion: string; position: number; rank: number | null }
type RatingRow = { annotationId: string; criterion: string; position: number; value: number }
type FlagRow = FlagUnit & { annotationId: string }
type DemonstrationRow = {
  annotationId: string
  promptMessages: Message[] | null
  promptKind: string | null
  again: boolean
  messages: Message[]
  language: string | null
  useCase: string | null
  pastedChars: number
  modelPhrases: string[] | null
}
type ReviewRow = {
  annotationId: string
  reviewerId: string
  verdict: string
  messages: Message[] | null
  comment: string
  createdAt: Date
}
type SkipRow = Omit<SkipUnit, "annotator" | "assignment" | "at"> & {
  taskId: string
  annotatorId: string
  assignmentId: string
  createdAt: Date
}

/** `bind` is snapshot, oldest running transaction, prompt ids. */
export async function loadDetails(
  client: pg.Client,
  bind: readonly unknown[],
  facts: ProjectFacts,
): Promise<Details> {
  const values = [...bind]
  const wide = await client.query<WideRow>(wideSql, values)
  const placements = await client.query<PlacementRow>(partSql("Placement", `"criterion", "position"`), values)
  const ratings = await client.query<RatingRow>(partSql("Rating", `"criterion", "position"`), values)
  const flags = await client.query<FlagRow>(partSql("Flag", `"position", "type", "spanStart", "id"`), values)
  const demonstrations = await client.query<DemonstrationRow>(demonstrationSql, values)
  const reviews = await client.query<ReviewRow>(reviewSql, values)
  const skips = await client.query<SkipRow>(skipSql, values)
  const references = await client.query<{ promptId: string; content: string }>(referenceSql, values)
  const parts = {
    placements: groupBy(placements.rows, (row) => row.annotationId),
    ratings: groupBy(ratings.rows, (row) => row.annotationId),
    flags: groupBy(flags.rows, (row) => row.annotationId),
    demonstrations: groupBy(demonstrations.rows, (row) => row.annotationId),
    reviews: groupBy(reviews.rows, (row) => row.annotationId),
  }
  const wideOf = new Map(wide.rows.map((row) => [row.id, row]))
  const wideByTask = groupBy(wide.rows, (row) => row.taskId)
  const skipsOf = groupBy(skips.rows, (row) => row.taskId)
  const referencesOf = new Map(
    [...groupBy(references.rows, (row) => row.promptId)].map(([id, own]) => [
      id,
      own.map((row) => row.content),
    ]),
  )
  return {
    skips: skipsOf,
    references: referencesOf,
    taskDetail: (task) => ({
      round: task.round,
      doubleJudged: task.doubleJudged,
      skips: (skipsOf.get(task.id) ?? []).map((row) => toSkip(row, facts)),
      exclusions: exclusionsOf(wideByTask.get(task.id) ?? [], facts),
    }),
    annotationDetail: (row) => {
      const id = toUuid(row.id)
      const own = wideOf.get(id)
      if (!own) throw new RangeError(`Annotation ${id} was read without its detail.`)
      return {
        ...toDetail(row, own, facts),
        placements: (parts.placements.get(id) ?? []).map(({ criterion, position, rank }) => ({
          criterion,
          position,
          rank,
        })),
        ratings: (parts.ratings.get(id) ?? []).map(({ criterion, position, value }) => ({
          criterion,
          position,
          value,
        })),
        flags: parts.flags.get(id) ?? [],
        demonstrations: (parts.demonstrations.get(id) ?? []).map((demonstration) =>
          toDemonstration(demonstration, parts.reviews.get(id) ?? [], facts),
        ),
      }
    },
  }
}

function toDetail(
  row: AnnotationRow,
  wide: WideRow,
  facts: ProjectFacts,
): Omit<AnnotationDetail, "placements" | "ratings" | "flags" | "demonstrations"> {
  const protocol = facts.protocols.get(wide.protocolId)
  if (!protocol) throw new RangeError(`Protocol ${wide.protocolId} is not in the project.`)
  return {
    id: facts.pseudonym("ann", toUuid(row.id)),
    annotator: facts.pseudonym("p", toUuid(row.annotatorId)),
    assignment: facts.pseudonym("asg", toUuid(row.assignmentId)),
    purpose: row.purpose,
    revision: row.revision,
    status: row.status,
    blind: wide.blind,
    cohort: wide.cohort,
    protocol: {
      version: protocol.version,
      hash: protocol.hash,
      definition: canonicalJson(protocol.definition),
    },
    guideline: (wide.guidelineId === null ? undefined : facts.guidelines.get(wide.guidelineId)) ?? null,
    shown: wide.shown ?? [],
    confidence: wide.confidence,
    rationale: wide.rationale,
    note: wide.note,
    editedText: wide.editedText,
    inputPath: wide.inputPath,
    device: wide.device,
    activeMs: wide.activeMs,
    wallMs: wide.wallMs,
    scrollDepth: wide.scrollDepth ?? [],
    clientShownAt: wide.clientShownAt?.toISOString() ?? null,
    clientSentAt: wide.clientSentAt?.toISOString() ?? null,
    submittedAt: row.createdAt.toISOString(),
  }
}

function toDemonstration(
  row: DemonstrationRow,
  reviews: readonly ReviewRow[],
  facts: ProjectFacts,
): DemonstrationUnit {
  return {
    promptMessages: (row.promptMessages ?? []).map(toMessage),
    promptKind: row.promptKind,
    again: row.again,
    messages: row.messages.map(toMessage),
    language: row.language,
    useCase: row.useCase,
    pastedChars: row.pastedChars,
    modelPhrases: row.modelPhrases ?? [],
    reviews: reviews.map((review) => ({
      by: facts.pseudonym("p", review.reviewerId),
      verdict: review.verdict,
      messages: (review.messages ?? []).map(toMessage),
      comment: review.comment,
      at: review.createdAt.toISOString(),
    })),
  }
}

function toSkip(row: SkipRow, facts: ProjectFacts): SkipUnit {
  return {
    annotator: facts.pseudonym("p", row.annotatorId),
    assignment: facts.pseudonym("asg", row.assignmentId),
    purpose: row.purpose,
    reason: row.reason,
    note: row.note,
    shown: row.shown,
    at: row.createdAt.toISOString(),
  }
}

/** Exclusions that name one of these annotations or its person, and whatever takes them back. */
function exclusionsOf(rows: readonly WideRow[], facts: ProjectFacts): ExclusionUnit[] {
  if (facts.exclusions.length === 0) return []
  const annotations = new Set(rows.map((row) => row.id))
  const people = new Set(rows.map((row) => row.annotatorId))
  const found = new Set<string>()
  // Oldest first, so a reversal comes after what it reverses.
  for (const row of facts.exclusions) {
    if (concerns(row, annotations, people) || (row.reverses !== null && found.has(row.reverses)))
      found.add(row.id)
  }
  return facts.exclusions.filter((row) => found.has(row.id)).map((row) => toExclusion(row, facts))
}

function concerns(
  row: StoredExclusion,
  annotations: ReadonlySet<string>,
  people: ReadonlySet<string>,
): boolean {
  return (
    (row.annotationId !== null && annotations.has(row.annotationId)) ||
    (row.annotatorId !== null && people.has(row.annotatorId))
  )
}

function toExclusion(row: StoredExclusion, facts: ProjectFacts): ExclusionUnit {
  return {
    id: facts.pseudonym("exc", row.id),
    annotation: row.annotationId === null ? null : facts.pseudonym("ann", row.annotationId),
    annotator: row.annotatorId === null ? null : facts.pseudonym("p", row.annotatorId),
    from: row.fromAt?.toISOString() ?? null,
    until: row.untilAt?.toISOString() ?? null,
    reason: row.reason,
    reverses: row.reverses === null ? null : facts.pseudonym("exc", row.reverses),
    at: row.createdAt.toISOString(),
  }
}

const ofPrompts = `JOIN "Annotation" a ON a."id" = x."annotationId"
  JOIN "Task" t ON t."id" = a."taskId" WHERE t."promptId" = ANY($3::uuid[]) AND ${visible("a")}`

/** Parts of an annotation are written in its transaction, so its visibility is theirs. */
function partSql(table: "Placement" | "Rating" | "Flag", order: string): string {
  return `SELECT x.* FROM "${table}" x ${ofPrompts} ORDER BY ${order
    .split(", ")
    .map((column) =>
      column === `"criterion"` || column === `"type"` ? `x.${column} COLLATE "C"` : `x.${column}`,
    )
    .join(", ")}`
}

/** Written prompts are kept in the form by which texts are the same, so equal ones are one prompt. */
const demonstrationSql = `SELECT x.*, x."promptMessages" IS NOT NULL AND EXISTS (
      SELECT 1 FROM "Demonstration" d JOIN "Annotation" b ON b."id" = d."annotationId"
      WHERE md5(d."promptMessages"::text) = md5(x."promptMessages"::text) AND d."promptMessages" IS NOT NULL
        AND b."projectId" = a."projectId" AND b."taskId" <> a."taskId" AND b."status" = 'ACCEPTED'
        AND (b."createdAt", b."id") < (a."createdAt", a."id") AND ${visible("b")}
    ) AS "again"
  FROM "Demonstration" x ${ofPrompts} ORDER BY x."annotationId"`

const wideSql = `SELECT a."id", a."taskId", a."annotatorId", a."createdAt", a."protocolId", a."guidelineId", a."shown",
    a."blind", a."cohort", a."confidence", a."rationale", a."note", a."editedText", a."inputPath", a."device",
    a."activeMs", a."wallMs", a."scrollDepth", a."clientShownAt", a."clientSentAt"
  FROM "Annotation" a JOIN "Task" t ON t."id" = a."taskId"
  WHERE t."promptId" = ANY($3::uuid[]) AND ${visible("a")}`

const reviewSql = `SELECT v."annotationId", v."reviewerId", v."verdict", v."messages", v."comment", v."createdAt"
  FROM "DemonstrationReview" v JOIN "Annotation" a ON a."id" = v."annotationId" JOIN "Task" t ON t."id" = a."taskId"
  WHERE t."promptId" = ANY($3::uuid[]) AND ${visible("v")} ORDER BY v."createdAt", v."id"`

const skipSql = `SELECT k."taskId", k."annotatorId", k."assignmentId", k."purpose", k."reason", k."note", k."shown", k."createdAt"
  FROM "Skip" k JOIN "Task" t ON t."id" = k."taskId"
  WHERE t."promptId" = ANY($3::uuid[]) AND ${visible("k")} ORDER BY k."createdAt", k."id"`

const referenceSql = `SELECT r."promptId", r."content" FROM "Reference" r
  WHERE r."promptId" = ANY($3::uuid[]) AND ${visible("r")} ORDER BY r."hash" COLLATE "C"`
