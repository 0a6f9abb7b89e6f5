import { chat, float, int, listOf, type Row, text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import type { TaskFormat } from "@/formats/export/format"
import { loadDataset } from "@/formats/export/recipes"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { AnnotationUnit, PromptBundle, TextUnit } from "@/formats/export/units"

/**
 * One row per rated text: the mean of the counted ratings for each criterion, in the order of
 * `attributes`. All texts of a project have the same attributes as long as its protocol asks the same;
 * a text that lacks one of those rated elsewhere on its prompt is left out.
 */
export const attributeRegression: TaskFormat = {
  name: "attribute_regression",
  label: "Ratings per attribute",
  about:
    "One line per rated answer with a float per criterion, for regression reward models (HelpSteer2, SteerLM).",
  consumers: ["regression reward models", "NeMo-Aligner (after rendering)", "your own scripts"],
  cannotExpress: ["preferences", "single ratings (only their mean and number)", "answers without a rating"],
  meant: ["messages", "label"],
  needs: "tasks",
  needsCard: false,
  containers: anyJsonLines,
  columns: [
    { name: "messages", type: chat, about: "The conversation with the answer." },
    { name: "label", type: listOf(float), about: "Mean rating per attribute, in the order of attributes." },
    { name: "attributes", type: listOf(text), about: "Names of the criteria, sorted." },
    { name: "n_ratings", type: listOf(int), about: "Ratings behind each mean." },
    { name: "content_hash", type: text, about: "SHA-256 of the answer." },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
    { name: "models", type: listOf(text), about: "Every model that gave the answer." },
    { name: "language", type: text, about: "As imported, or empty." },
  ],
  recipes: (facts) => [loadDataset(facts)],
  rows: (bundle) => {
    const rated = ratingsOf(bundle)
    const attributes = [...new Set([...rated.values()].flatMap((own) => [...own.keys()]))].sort()
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = []
    for (const hash of [...rated.keys()].sort()) {
      const [own, unit] = [rated.get(hash), bundle.texts.get(hash)]
      if (!own || !unit) continue
      const problem = unfit(
        bundle,
        unit,
        attributes.every((name) => own.has(name)),
      )
      if (problem) skipped.push(problem)
      else rows.push({ config: "attribute_regression", row: toRow(bundle, unit, own, attributes) })
    }
    return { rows, skipped }
  },
}

type Ratings = Map<string, number[]>

/** By text hash, then by criterion. */
function ratingsOf({ tasks }: PromptBundle): Map<string, Ratings> {
  const found = new Map<string, Ratings>()
  const counted = (annotation: AnnotationUnit) => annotation.leftOut === null
  for (const task of tasks) {
    for (const { detail } of task.annotations.filter(counted)) {
      for (const { criterion, position, value } of detail?.ratings ?? []) {
        const hash = task.texts[position]
        if (hash === undefined) continue
        const own = found.get(hash) ?? new Map<string, number[]>()
        found.set(hash, own)
        own.set(criterion, [...(own.get(criterion) ?? []), value])
      }
    }
  }
  return found
}

function unfit(bundle: PromptBundle, text: TextUnit, isComplete: boolean): SkipReason | undefined {
  if (text.heldBack) return "held_back"
  if (text.isEmpty) return "empty_answer"
  if (!isComplete) return "no_rating"
  const last = bundle.prompt.messages.at(-1)?.role
  if (last !== "user" && last !== "tool") return "prompt_role"
  return text.messages.at(-1)?.role === "assistant" ? undefined : "unbalanced_roles"
}

function toRow({ prompt }: PromptBundle, text: TextUnit, own: Ratings, attributes: readonly string[]): Row {
  const values = attributes.map((name) => own.get(name) ?? [])
  return {
    messages: [...prompt.messages, ...text.messages],
    label: values.map((list) => list.reduce((sum, value) => sum + value, 0) / list.length),
    attributes,
    n_ratings: values.map((list) => list.length),
    content_hash: text.hash,
    prompt_hash: prompt.hash,
    models: [...new Set(text.sources.map(({ model }) => model))].sort(),
    language: prompt.language ?? "",
  }
}
