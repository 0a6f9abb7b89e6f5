import {
  bool,
  type Column,
  float,
  int,
  listOf,
  maybeFloat,
  maybeInt,
  maybeListOf,
  maybeText,
  maybeTime,
  type Row,
  struct,
  text,
  time,
} from "@/formats/columns"
import type { FormatContext, TaskFormat } from "@/formats/export/format"
import { loadDataset } from "@/formats/export/recipes"
import { createRowWriter } from "@/formats/row-writer"
import type {
  AnnotationDetail,
  AnnotationUnit,
  DemonstrationUnit,
  ExclusionUnit,
  LabelUnit,
  PromptBundle,
  RulingUnit,
  TaskDetail,
  TaskUnit,
  TextUnit,
} from "@/formats/export/units"

/** Changes when a reader of the old lines would misread the new ones. */
export const RAW_SCHEMA_VERSION = "1.0.0"

const maybeChat = maybeListOf(
  struct([
    { name: "role", type: text },
    { name: "content", type: text },
  ]),
)

const comparison: Column[] = [
  { name: "criterion", type: text },
  { name: "position_a", type: int },
  { name: "position_b", type: int },
  { name: "preference", type: maybeText },
  { name: "both_bad", type: bool },
  { name: "level", type: maybeInt },
  // Negative = position_a is better, as in HelpSteer3: relative to stored order, never to the screen.
  { name: "strength", type: int },
]

const columns: Column[] = [
  { name: "schema_version", type: text },
  { name: "task_id", type: text, about: "SHA-256 of prompt, kind and texts." },
  { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
  { name: "split", type: text },
  {
    name: "kind",
    type: text,
    about:
      "DEMONSTRATION (no text), RATING (1), PAIRWISE (2), RANKING (3 to 9), or LABEL: an imported label whose pair is no task.",
  },
  { name: "k", type: int, about: "Number of texts." },
  { name: "round", type: maybeInt },
  { name: "double_judged", type: bool },
  { name: "prompt", type: maybeChat, about: "Empty where the annotator was to write it." },
  { name: "prompt_external_id", type: maybeText },
  { name: "conversation_id", type: maybeText },
  { name: "source_user", type: maybeText },
  { name: "use_case", type: maybeText },
  { name: "language", type: maybeText },
  { name: "tags", type: maybeListOf(text) },
  { name: "references", type: maybeListOf(text) },
  {
    name: "completions",
    about: "The texts in stored order, each with every model that gave it.",
    type: maybeListOf(
      struct([
        { name: "position", type: int },
        { name: "content_hash", type: text },
        { name: "messages", type: maybeChat },
        { name: "held_back", type: bool },
        {
          name: "sources",
          type: listOf(
            struct([
              { name: "model", type: text },
              { name: "external_id", type: maybeText },
              { name: "params_json", type: maybeText },
              { name: "log_prob_sum", type: maybeFloat },
              { name: "token_count", type: maybeInt },
            ]),
          ),
        },
      ]),
    ),
  },
  {
    name: "protocols",
    about: "What was asked of the annotators, whole, for each version used here.",
    type: maybeListOf(
      struct([
        { name: "version", type: int },
        { name: "hash", type: text },
        { name: "definition_json", type: text },
      ]),
    ),
  },
  {
    name: "annotations",
    about: "Every revision of every annotation, oldest first.",
    type: maybeListOf(
      struct([
        { name: "annotation_id", type: text },
        { name: "annotator", type: text },
        { name: "assignment_id", type: text },
        { name: "purpose", type: text },
        { name: "revision", type: int },
        { name: "status", type: text },
        { name: "counted", type: bool },
        { name: "left_out", type: maybeText },
        { name: "blind", type: bool },
        { name: "cohort", type: maybeText },
        { name: "protocol_version", type: int },
        { name: "guideline_version", type: maybeInt },
        { name: "guideline_hash", type: maybeText },
        { name: "shown", type: maybeListOf(int) },
        { name: "not_rankable", type: bool },
        { name: "confidence", type: maybeInt },
        { name: "rationale", type: maybeText },
        { name: "note", type: maybeText },
        { name: "edited_text", type: maybeText },
        { name: "input_path", type: text },
        { name: "device", type: text },
        { name: "active_ms", type: maybeInt },
        { name: "wall_ms", type: maybeInt },
        { name: "scroll_depth", type: maybeListOf(float) },
        { name: "client_shown_at", type: maybeTime },
        { name: "client_sent_at", type: maybeTime },
        { name: "submitted_at", type: time },
        { name: "comparisons", type: maybeListOf(struct(comparison)) },
        {
          name: "placements",
          type: maybeListOf(
            struct([
              { name: "criterion", type: text },
              { name: "position", type: int },
              { name: "rank", type: maybeInt },
            ]),
          ),
        },
        {
          name: "ratings",
          type: maybeListOf(
            struct([
              { name: "criterion", type: text },
              { name: "position", type: int },
              { name: "value", type: int },
            ]),
          ),
        },
        {
          name: "flags",
          type: maybeListOf(
            struct([
              { name: "position", type: maybeInt },
              { name: "type", type: text },
              { name: "comment", type: maybeText },
              { name: "span_start", type: maybeInt },
              { name: "span_end", type: maybeInt },
            ]),
          ),
        },
        {
          name: "demonstrations",
          type: maybeListOf(
            struct([
              { name: "prompt", type: maybeChat },
              { name: "prompt_kind", type: maybeText },
              { name: "messages", type: maybeChat },
              { name: "language", type: maybeText },
              { name: "use_case", type: maybeText },
              { name: "pasted_chars", type: int },
              { name: "model_phrases", type: maybeListOf(text) },
              {
                name: "reviews",
                type: maybeListOf(
                  struct([
                    { name: "reviewer", type: text },
                    { name: "verdict", type: text },
                    { name: "messages", type: maybeChat },
                    { name: "comment", type: text },
                    { name: "reviewed_at", type: time },
                  ]),
                ),
              },
            ]),
          ),
        },
      ]),
    ),
  },
  {
    name: "skips",
    type: maybeListOf(
      struct([
        { name: "annotator", type: text },
        { name: "assignment_id", type: text },
        { name: "purpose", type: text },
        { name: "reason", type: text },
        { name: "note", type: maybeText },
        { name: "shown", type: maybeListOf(int) },
        { name: "skipped_at", type: time },
      ]),
    ),
  },
  {
    name: "adjudications",
    about: "Rulings, oldest first; the newest of a pair and criterion holds, a null preference takes back.",
    type: maybeListOf(
      struct([
        ...comparison,
        { name: "reason", type: text },
        { name: "adjudicator", type: text },
        { name: "ruled_at", type: time },
      ]),
    ),
  },
  {
    name: "exclusions",
    about: "Exclusions that concern these annotations, and their reversals.",
    type: maybeListOf(
      struct([
        { name: "exclusion_id", type: text },
        { name: "annotation_id", type: maybeText },
        { name: "annotator", type: maybeText },
        { name: "from", type: maybeTime },
        { name: "until", type: maybeTime },
        { name: "reason", type: text },
        { name: "reverses", type: maybeText },
        { name: "excluded_at", type: time },
      ]),
    ),
  },
  {
    name: "imported_preferences",
    about: "Preferences that came with the data; never shown to annotators.",
    type: maybeListOf(
      struct([...comparison, { name: "labeler", type: text }, { name: "ordinal", type: int }]),
    ),
  },
  { name: "record_hash", type: text, about: "SHA-256 of this line without this key." },
]

/**
 * One line per task that anything was said about, with all of it: every revision, skip, surplus,
 * rating, placement and flag. For audits, for aggregating again by other rules, and for coming back
 * into a project without loss.
 */
export const rawAnnotations: TaskFormat = {
  name: "raw_annotations",
  label: "Raw annotations",
  about:
    "One line per task with everything that was said about it, every revision and skip included. For audits, for your own aggregation, and for importing again.",
  consumers: ["your own scripts", "datasets", "Diptych import"],
  cannotExpress: [
    "tasks that nobody has worked on",
    "the known answers of control tasks",
    "who the people are: they have pseudonyms that are stable within the project",
  ],
  meant: ["prompt"],
  needs: "tasks",
  needsCard: true,
  containers: ["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv"],
  recipes: (facts) => [loadDataset(facts)],
  columns,
  rows: (bundle, context) => {
    const units = [...bundle.tasks.filter(hasEvents), ...labelOnlyTasks(bundle, context)]
    units.sort((a, b) => (a.hash < b.hash ? -1 : 1))
    const labeled = firstTaskOfEachLabel(units, bundle.labels)
    return {
      rows: units.map((task) => ({
        config: "raw_annotations",
        row: toRow(bundle, task, labeled.get(task) ?? [], context),
      })),
      skipped: [],
    }
  },
}

/** The line without its `record_hash`, which is the SHA-256 of this. Throws RowError for a row of other columns. */
export const writeRawRow = createRowWriter(columns.slice(0, -1))

function toRow(bundle: PromptBundle, task: TaskUnit, labels: LabelUnit[], context: FormatContext): Row {
  const { prompt } = bundle
  const { freeText } = context.settings
  const detail: TaskDetail = task.detail ?? { round: null, doubleJudged: false, skips: [], exclusions: [] }
  const row: Row = {
    schema_version: RAW_SCHEMA_VERSION,
    task_id: task.hash,
    prompt_hash: prompt.hash,
    split: bundle.split,
    kind: task.annotations.length === 0 && task.detail === undefined ? "LABEL" : task.kind,
    k: task.texts.length,
    round: detail.round,
    double_judged: detail.doubleJudged,
    prompt: prompt.messages,
    prompt_external_id: prompt.externalId,
    conversation_id: prompt.conversationId,
    source_user: prompt.sourceUser,
    use_case: prompt.useCase,
    language: prompt.language,
    tags: prompt.tags,
    references: prompt.references,
    completions: task.texts.map((hash, position) => completionRow(bundle.texts, hash, position)),
    protocols: protocolRows(task.annotations),
    annotations: task.annotations.map((annotation) => annotationRow(annotation, freeText)),
    skips: detail.skips.map((skip) => ({
      annotator: skip.annotator,
      assignment_id: skip.assignment,
      purpose: skip.purpose,
      reason: skip.reason,
      note: freeText ? skip.note : null,
      shown: skip.shown,
      skipped_at: skip.at,
    })),
    adjudications: task.rulings.map((ruling) => ({
      ...comparisonRow(ruling),
      reason: freeText ? ruling.reason : "",
      adjudicator: ruling.by,
      ruled_at: ruling.at,
    })),
    exclusions: detail.exclusions.map((exclusion) => exclusionRow(exclusion, freeText)),
    imported_preferences: labels.map((label) => labelRow(task, label)),
  }
  return { ...row, record_hash: context.sha256(writeRawRow(row)) }
}

function completionRow(texts: ReadonlyMap<string, TextUnit>, hash: string, position: number): Row {
  const unit = texts.get(hash)
  if (!unit) throw new RangeError(`The text ${hash} was not read.`)
  return {
    position,
    content_hash: hash,
    messages: unit.heldBack ? [] : unit.messages,
    held_back: unit.heldBack,
    sources: unit.sources.map((source) => ({
      model: source.model,
      external_id: source.externalId,
      params_json: source.params,
      log_prob_sum: source.logProbSum,
      token_count: source.tokenCount,
    })),
  }
}

function protocolRows(annotations: readonly AnnotationUnit[]): Row[] {
  const versions = new Map(
    annotations.map((unit) => [detailOf(unit).protocol.version, detailOf(unit).protocol]),
  )
  return [...versions.values()]
    .toSorted((a, b) => a.version - b.version)
    .map(({ version, hash, definition }) => ({ version, hash, definition_json: definition }))
}

function annotationRow(unit: AnnotationUnit, freeText: boolean): Row {
  const detail = detailOf(unit)
  return {
    annotation_id: detail.id,
    annotator: detail.annotator,
    assignment_id: detail.assignment,
    purpose: detail.purpose,
    revision: detail.revision,
    status: detail.status,
    counted: unit.leftOut === null,
    left_out: unit.leftOut,
    blind: detail.blind,
    cohort: detail.cohort,
    protocol_version: detail.protocol.version,
    guideline_version: detail.guideline?.version ?? null,
    guideline_hash: detail.guideline?.hash ?? null,
    shown: detail.shown,
    not_rankable: unit.notRankable,
    confidence: detail.confidence,
    rationale: freeText ? detail.rationale : null,
    note: freeText ? detail.note : null,
    edited_text: detail.editedText,
    input_path: detail.inputPath,
    device: detail.device,
    active_ms: detail.activeMs,
    wall_ms: detail.wallMs,
    scroll_depth: detail.scrollDepth,
    client_shown_at: detail.clientShownAt,
    client_sent_at: detail.clientSentAt,
    submitted_at: detail.submittedAt,
    comparisons: unit.comparisons.map(comparisonRow),
    placements: detail.placements.map(({ criterion, position, rank }) => ({ criterion, position, rank })),
    ratings: detail.ratings.map(({ criterion, position, value }) => ({ criterion, position, value })),
    flags: detail.flags.map((flag) => ({
      position: flag.position,
      type: flag.type,
      comment: freeText ? flag.comment : null,
      span_start: flag.spanStart,
      span_end: flag.spanEnd,
    })),
    demonstrations: detail.demonstrations.map(demonstrationRow),
  }
}

function detailOf(unit: AnnotationUnit): AnnotationDetail {
  if (!unit.detail) throw new RangeError("An annotation was read without its detail.")
  return unit.detail
}

function comparisonRow(
  unit: Pick<RulingUnit, "criterion" | "positionA" | "positionB" | "preference" | "bothBad" | "level">,
) {
  return {
    criterion: unit.criterion,
    position_a: unit.positionA,
    position_b: unit.positionB,
    preference: unit.preference,
    both_bad: unit.bothBad,
    level: unit.level,
    strength: signedStrength(unit.preference, unit.level),
  }
}

/** A at level 2 is -2, B at level 2 is 2, a tie is 0. */
export function signedStrength(preference: "A" | "B" | "TIE" | null, level: number | null): number {
  if (preference === "A") return -(level ?? 1)
  return preference === "B" ? (level ?? 1) : 0
}

function demonstrationRow(unit: DemonstrationUnit): Row {
  return {
    prompt: unit.promptMessages,
    prompt_kind: unit.promptKind,
    messages: unit.messages,
    language: unit.language,
    use_case: unit.useCase,
    pasted_chars: unit.pastedChars,
    model_phrases: unit.modelPhrases,
    reviews: unit.reviews.map((review) => ({
      reviewer: review.by,
      verdict: review.verdict,
      messages: review.messages,
      comment: review.comment,
      reviewed_at: review.at,
    })),
  }
}

function exclusionRow(unit: ExclusionUnit, freeText: boolean): Row {
  return {
    exclusion_id: unit.id,
    annotation_id: unit.annotation,
    annotator: unit.annotator,
    from: unit.from,
    until: unit.until,
    reason: freeText ? unit.reason : "",
    reverses: unit.reverses,
    excluded_at: unit.at,
  }
}

function labelRow(task: TaskUnit, label: LabelUnit): Row {
  const a = task.texts.indexOf(label.hashA)
  const b = task.texts.indexOf(label.hashB)
  // Two models gave the same text: the label then names one position twice, which is what it says.
  return {
    ...comparisonRow({ ...label, criterion: label.criterion ?? "overall", positionA: a, positionB: b }),
    labeler: label.labeler,
    ordinal: label.ordinal,
  }
}

function hasEvents(task: TaskUnit): boolean {
  return task.annotations.length > 0 || task.rulings.length > 0 || (task.detail?.skips.length ?? 0) > 0
}

/** Where imported labels are asked for, those whose pair is no task that anyone worked on get a line. */
function labelOnlyTasks(bundle: PromptBundle, context: FormatContext): TaskUnit[] {
  if (!context.settings.imported) return []
  const extra = new Map<string, TaskUnit>()
  const worked = bundle.tasks.filter(hasEvents)
  for (const label of bundle.labels) {
    if (worked.some((task) => holds(task, label))) continue
    const texts = [...new Set([label.hashA, label.hashB])].sort()
    const hash = context.sha256(JSON.stringify([bundle.prompt.hash, "LABEL", texts]))
    extra.set(hash, { hash, kind: "PAIRWISE", texts, annotations: [], rulings: [] })
  }
  return [...extra.values()]
}

function firstTaskOfEachLabel(
  units: readonly TaskUnit[],
  labels: readonly LabelUnit[],
): Map<TaskUnit, LabelUnit[]> {
  const placed = new Map<TaskUnit, LabelUnit[]>()
  for (const label of labels) {
    const task = units.find((unit) => holds(unit, label))
    if (task) placed.set(task, [...(placed.get(task) ?? []), label])
  }
  return placed
}

function holds(task: TaskUnit, label: LabelUnit): boolean {
  return task.texts.includes(label.hashA) && task.texts.includes(label.hashB)
}
