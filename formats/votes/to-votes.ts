import type { Vote } from "@/core/numbers/from-votes"
import { DiptychError } from "@/core/errors"
import type { RawRow } from "@/formats/import/item"

/**
 * Judged pairs out of a row of a file. Two shapes are known by their columns:
 *
 * - arena: `model_a`, `model_b`, `winner` (`model_a`, `model_b`, `tie`, `tie (bothbad)`); beside them, where present,
 *   `annotator` or `judge`, `item` or `question_id`, `response_a`/`conversation_a`, `language`, `tstamp`, `left` (which of the two stood there;
 *   the arena shows model_a on the left);
 * - our raw_annotations: every counted annotation with its comparisons.
 *
 * `columns` says which column of a file holds what, for files that call them otherwise: `{ winner: "verdict" }`.
 */
export function toVotes(
  { value, line }: RawRow,
  file: string,
  columns: Readonly<Record<string, string>> = {},
): Vote[] {
  if ("annotations" in value && "completions" in value) return fromRaw(value as unknown as RawTask)
  const of = (name: string): unknown => value[columns[name] ?? name]
  const text = (name: string): string => {
    const found = of(name)
    return typeof found === "string" ? found : typeof found === "number" ? String(found) : ""
  }
  const [modelA, modelB] = [text("model_a"), text("model_b")]
  const answer = answers[text("winner").toLowerCase().trim()]
  if (modelA === "" || modelB === "" || answer === undefined) {
    const missing = modelA === "" ? "model_a" : modelB === "" ? "model_b" : "winner"
    throw new DiptychError(
      "INVALID_INPUT",
      `${file}, line ${line}: ${missing} is ${JSON.stringify(of(missing)) ?? "missing"}. Expected the columns model_a, model_b and winner (model_a, model_b, tie or "tie (bothbad)"), or raw_annotations; name other columns with --columns winner=verdict,…`,
    )
  }
  const annotator = text("annotator") || text("judge") || "one"
  const item = text("item") || text("question_id") || `${file} ${line}`
  const left = text("left").toLowerCase()
  return [
    {
      item,
      answer: `${file} ${line}`,
      annotator,
      modelA,
      modelB,
      ...answer,
      level: Number(text("level")) || 1,
      aLeft: left === "" ? true : left === "unknown" ? null : left === "model_a" || left === "a",
      charsA: lengthOf(of("response_a") ?? of("conversation_a")) || Number(text("length_a")) || 0,
      charsB: lengthOf(of("response_b") ?? of("conversation_b")) || Number(text("length_b")) || 0,
      day: toDay(of("tstamp") ?? of("submitted_at")),
      cohort: text("cohort"),
      guideline: 0,
      language: text("language"),
      useCase: text("use_case"),
      tags: [],
      activeMs: null,
    },
  ]
}

const answers: Readonly<Record<string, { preference: Vote["preference"]; bothBad: boolean }>> = {
  model_a: { preference: "A", bothBad: false },
  a: { preference: "A", bothBad: false },
  model_b: { preference: "B", bothBad: false },
  b: { preference: "B", bothBad: false },
  tie: { preference: "TIE", bothBad: false },
  "tie (bothbad)": { preference: "TIE", bothBad: true },
  bothbad: { preference: "TIE", bothBad: true },
}

/** Characters of a text, or of the assistant's turns of a message list. */
function lengthOf(value: unknown): number {
  if (typeof value === "string") {
    if (!value.startsWith("[{")) return value.length
    try {
      return lengthOf(JSON.parse(value))
    } catch {
      return value.length
    }
  }
  if (!Array.isArray(value)) return 0
  return value.reduce((sum: number, turn: unknown) => {
    const { role, content } = (turn ?? {}) as { role?: unknown; content?: unknown }
    return role === "assistant" && typeof content === "string" ? sum + content.length : sum
  }, 0)
}

function toDay(value: unknown): string {
  const time =
    typeof value === "number"
      ? value * (value < 1e11 ? 1000 : 1)
      : typeof value === "string"
        ? Date.parse(value)
        : Number.NaN
  return Number.isFinite(time) && Math.abs(time) < 8e15 ? new Date(time).toISOString().slice(0, 10) : ""
}

type RawTask = {
  readonly task_id: string
  readonly kind: string
  readonly use_case: string | null
  readonly language: string | null
  readonly tags: readonly string[] | null
  readonly completions: readonly {
    readonly position: number
    readonly messages: readonly { readonly role: string; readonly content: string }[] | null
    readonly sources: readonly { readonly model: string }[]
  }[]
  readonly annotations: readonly {
    readonly annotation_id: string
    readonly annotator: string
    readonly counted: boolean
    readonly cohort: string | null
    readonly guideline_version: number | null
    readonly shown: readonly number[] | null
    readonly active_ms: number | null
    readonly submitted_at: string
    readonly comparisons:
      | readonly {
          readonly criterion: string
          readonly position_a: number
          readonly position_b: number
          readonly preference: "A" | "B" | "TIE" | null
          readonly both_bad: boolean
          readonly level: number | null
        }[]
      | null
  }[]
}

/** Each comparison is credited to the first model that gave the text. */
function fromRaw(task: RawTask): Vote[] {
  const textAt = new Map(task.completions.map((one) => [one.position, one]))
  return task.annotations
    .filter((annotation) => annotation.counted)
    .flatMap((annotation) =>
      (annotation.comparisons ?? []).flatMap((comparison): Vote[] => {
        const [a, b] = [textAt.get(comparison.position_a), textAt.get(comparison.position_b)]
        const [modelA, modelB] = [a?.sources[0]?.model, b?.sources[0]?.model]
        if (comparison.criterion !== "overall" || comparison.preference === null) return []
        if (modelA === undefined || modelB === undefined) return []
        return [
          {
            item: `${task.task_id} ${comparison.position_a} ${comparison.position_b}`,
            answer: annotation.annotation_id,
            annotator: annotation.annotator,
            modelA,
            modelB,
            preference: comparison.preference,
            bothBad: comparison.both_bad,
            level: comparison.level ?? 1,
            aLeft:
              task.kind === "PAIRWISE" && annotation.shown
                ? annotation.shown[0] === comparison.position_a
                : null,
            charsA: lengthOf(a?.messages),
            charsB: lengthOf(b?.messages),
            day: toDay(annotation.submitted_at),
            cohort: annotation.cohort ?? "",
            guideline: annotation.guideline_version ?? 0,
            language: task.language ?? "",
            useCase: task.use_case ?? "",
            tags: task.tags ?? [],
            activeMs: annotation.active_ms,
          },
        ]
      }),
    )
}
