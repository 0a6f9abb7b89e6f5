import { z } from "zod"
import type { Messages } from "@/core/messages"
import { isEmptyAnswer, messagesIdentity } from "@/core/same-text"
import { chat, text, type Row } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import type { FormatContext, TaskFormat } from "@/formats/export/format"
import { loadDataset, trl } from "@/formats/export/recipes"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { AnnotationUnit, DemonstrationUnit, PromptBundle } from "@/formats/export/units"

/**
 * What people wrote, as conversations to imitate: the text as its review left it. Where the protocol
 * asks for a review, only texts that a second person accepted or edited.
 */
export const sftDemonstrations: TaskFormat = {
  name: "sft_demonstrations",
  label: "Written answers",
  about:
    "What people wrote as the ideal answer (and the prompt, where they wrote that too), as conversations for supervised fine-tuning. Only texts that passed their review, with its edits.",
  consumers: ["TRL (sft)", "every trainer that takes messages"],
  cannotExpress: ["texts that were returned or not reviewed yet", "the text before its edit", "comparisons"],
  meant: ["messages"],
  needs: "tasks",
  needsCard: false,
  containers: anyJsonLines,
  columns: [
    { name: "messages", type: chat, about: "The conversation with the written answer." },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
    { name: "content_hash", type: text, about: "SHA-256 of the answer." },
    { name: "review", type: text, about: "accepted, edited, or none where no review is asked for." },
    { name: "prompt_kind", type: text, about: "Kind of a written prompt; empty where it was given." },
    { name: "use_case", type: text, about: "As tagged by the writer or imported, or empty." },
    { name: "language", type: text, about: "Code as tagged by the writer or imported, or empty." },
  ],
  recipes: (facts) => [trl("sft", facts), loadDataset(facts)],
  rows: (bundle, context) => {
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = []
    for (const task of bundle.tasks) {
      if (task.kind !== "DEMONSTRATION") continue
      for (const annotation of task.annotations) {
        const made = toRow(bundle, annotation, context)
        if (typeof made === "string") skipped.push(made)
        else if (made) rows.push({ config: "sft_demonstrations", row: made })
      }
    }
    return { rows, skipped }
  },
}

function toRow(
  { prompt }: PromptBundle,
  { leftOut, detail }: AnnotationUnit,
  { sha256 }: FormatContext,
): Row | SkipReason | undefined {
  const [written] = detail?.demonstrations ?? []
  if (leftOut !== null || !detail || !written) return undefined
  const settled = settle(written, asksReview(detail.protocol.definition))
  if (typeof settled === "string") return settled
  const own = written.promptMessages.length > 0
  const asked = own ? written.promptMessages : prompt.messages
  if (isEmptyAnswer(asked)) return "empty_prompt"
  if (isEmptyAnswer(settled.messages)) return "empty_answer"
  const last = asked.at(-1)?.role
  if (last !== "user" && last !== "tool") return "prompt_role"
  return {
    messages: [...asked, ...settled.messages],
    prompt_hash: own ? sha256(messagesIdentity(asked)) : prompt.hash,
    content_hash: sha256(messagesIdentity(settled.messages)),
    review: settled.review,
    prompt_kind: written.promptKind ?? "",
    use_case: written.useCase ?? prompt.useCase ?? "",
    language: written.language ?? prompt.language ?? "",
  }
}

type Settled = { readonly messages: Messages; readonly review: "accepted" | "edited" | "none" }

/** The newest review holds. */
function settle({ again, messages, reviews }: DemonstrationUnit, reviewed: boolean): Settled | SkipReason {
  if (again) return "written_again"
  const last = reviews.at(-1)
  if (last?.verdict === "RETURN") return "returned"
  if (last?.verdict === "EDIT") return { messages: last.messages, review: "edited" }
  if (last) return { messages, review: "accepted" }
  return reviewed ? "not_reviewed" : { messages, review: "none" }
}

const asking = z.object({ demonstration: z.object({ review: z.boolean() }).optional() })

function asksReview(definition: string): boolean {
  return asking.parse(JSON.parse(definition)).demonstration?.review ?? true
}
