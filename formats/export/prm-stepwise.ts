import { bool, listOf, type Row, text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import { onlyTurn } from "@/formats/export/conversation"
import type { TaskFormat } from "@/formats/export/format"
import type { SkipReason } from "@/formats/export/skip-reasons"
import { toPromptText, transcriptProblem } from "@/formats/export/transcript-text"
import type { AnnotationUnit, PromptBundle, TaskUnit, TextUnit } from "@/formats/export/units"

/** The flag type that marks a step: a protocol that has it, with spans, collects step labels. */
export const WRONG_STEP = "wrong-step"

/**
 * Step labels out of flags: an answer is cut into steps at its line breaks, and a step is wrong when more than
 * half of the counted annotations of the answer have put a `wrong-step` flag on a part of it. Only
 * protocols that have such a flag say anything; without one there is no row.
 */
export const prmStepwise: TaskFormat = {
  name: "prm_stepwise",
  label: "Step labels",
  about:
    "Prompt, the steps of an answer and whether each is right, for process reward models. Steps are the lines of an answer; a wrong-step flag on a part of a line makes it wrong.",
  consumers: ["TRL (PRM, experimental)", "axolotl (stepwise_supervised)"],
  cannotExpress: [
    "preferences",
    "answers of a single step",
    "protocols without a wrong-step flag on parts of a text",
  ],
  meant: ["prompt"],
  needs: "tasks",
  needsCard: false,
  usesTemplate: true,
  containers: anyJsonLines,
  columns: [
    { name: "prompt", type: text, about: "The question; a conversation is written out by the template." },
    { name: "completions", type: listOf(text), about: "The steps." },
    // TRL's own names for this shape: `completions` and `labels`.
    { name: "labels", type: listOf(bool), about: "true = the step is right." },
    { name: "content_hash", type: text, about: "SHA-256 of the answer." },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
  ],
  recipes: (facts) => [
    {
      consumer: "TRL (PRM)",
      language: "python",
      code: [
        "from datasets import load_dataset",
        "from trl.experimental.prm import PRMConfig, PRMTrainer",
        "",
        `data = load_dataset(".", "${facts.config}")`,
        'trainer = PRMTrainer(model=model, args=PRMConfig(output_dir="out"), train_dataset=data["train"], processing_class=tokenizer)',
      ].join("\n"),
    },
    {
      consumer: "axolotl",
      language: "yaml",
      code: [
        "process_reward_model: true",
        "model_type: AutoModelForTokenClassification",
        "num_labels: 2",
        "datasets:",
        `  - path: ${facts.train ?? "train.jsonl"}`,
        "    ds_type: json",
        "    type: stepwise_supervised",
      ].join("\n"),
    },
  ],
  rows: (bundle, { settings: { template } }) => {
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = []
    for (const [hash, judged] of judgedTexts(bundle)) {
      const unit = bundle.texts.get(hash)
      if (!unit) continue
      const row = toRow(bundle, unit, judged, template)
      if (typeof row === "string") skipped.push(row)
      else rows.push({ config: "prm_stepwise", row })
    }
    return { rows, skipped }
  },
}

type Span = { readonly start: number; readonly end: number }
/** The wrong spans that each counted annotation of one text has marked. */
type Marked = readonly (readonly Span[])[]

function judgedTexts({ tasks }: PromptBundle): [string, Marked][] {
  const found = new Map<string, (readonly Span[])[]>()
  for (const task of tasks) {
    for (const annotation of task.annotations) {
      if (annotation.leftOut !== null || !asksForSteps(annotation)) continue
      for (const [position, hash] of task.texts.entries()) {
        found.set(hash, [...(found.get(hash) ?? []), spansOf(task, annotation, position)])
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1))
}

function asksForSteps({ detail }: AnnotationUnit): boolean {
  if (!detail) return false
  const definition = JSON.parse(detail.protocol.definition) as { flags?: { type?: string }[] }
  return (definition.flags ?? []).some((flag) => flag.type === WRONG_STEP)
}

function spansOf(task: TaskUnit, { detail }: AnnotationUnit, position: number): Span[] {
  return (detail?.flags ?? []).flatMap(({ type, position: at, spanStart, spanEnd }) =>
    type === WRONG_STEP &&
    (at ?? (task.texts.length === 1 ? 0 : null)) === position &&
    spanStart !== null &&
    spanEnd !== null
      ? [{ start: spanStart, end: spanEnd }]
      : [],
  )
}

function toRow(
  { prompt }: PromptBundle,
  unit: TextUnit,
  marked: Marked,
  template: Parameters<typeof toPromptText>[1],
): Row | SkipReason {
  if (unit.heldBack) return "held_back"
  const answer = onlyTurn(unit)
  if (answer === undefined) return "multi_turn_answer"
  const steps = stepsOf(answer)
  if (steps.length < 2) return "no_steps"
  const [first] = prompt.messages
  const isSingle = prompt.messages.length === 1 && first?.role === "user"
  if (!isSingle) {
    const problem = transcriptProblem([prompt.messages], template)
    if (problem) return problem
  }
  return {
    prompt: isSingle ? first.content : toPromptText(prompt.messages, template),
    completions: steps.map(({ text }) => text),
    labels: steps.map((step) => {
      const wrong = marked.filter((spans) =>
        spans.some((span) => span.start < step.end && step.start < span.end),
      )
      return wrong.length * 2 <= marked.length
    }),
    content_hash: unit.hash,
    prompt_hash: prompt.hash,
  }
}

/** The lines of a text that say anything, with their place in UTF-16 units. */
export function stepsOf(
  text: string,
): { readonly text: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/[^\n]*\S[^\n]*/g)].map((match) => ({
    text: match[0].trim(),
    start: match.index,
    end: match.index + match[0].length,
  }))
}
