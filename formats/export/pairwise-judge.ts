import type { Messages } from "@/core/messages"
import { chat, type Row, text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import { onlyTurns } from "@/formats/export/conversation"
import type { PairFormat } from "@/formats/export/format"
import { configOf, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { loadDataset, trl } from "@/formats/export/recipes"
import type { SkipReason } from "@/formats/export/skip-reasons"

/**
 * RLHFlow's pairwise judge: the model is shown context and two responses and answers A or B. Each pair
 * comes in both orders, so that neither letter is right more often; which comes first in the file is drawn
 * by nothing, the order of rows is fixed.
 */
export const pairwiseJudge: PairFormat = {
  name: "pairwise_judge",
  label: "Pairwise judge",
  about:
    "Chat rows that ask which of two responses is better, each pair in both orders, for generative reward models.",
  consumers: ["RLHFlow (pair-pm)", "TRL (sft)", "every trainer that takes messages"],
  cannotExpress: [
    ...pairsCannotExpress,
    "answers of several turns",
    "texts that contain the words between the parts",
  ],
  meant: ["messages"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: false,
  hasMargin: false,
  containers: anyJsonLines,
  columns: [
    { name: "messages", type: chat, about: "The question to the judge, and A or B." },
    { name: "order", type: text, about: "chosen_first or rejected_first." },
    ...traceColumns,
  ],
  recipes: (facts) => [trl("sft", facts), loadDataset(facts)],
  rows: (prompt, { pairs }) => {
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = []
    for (const pair of pairs) {
      const answers = onlyTurns(pair.chosen, pair.rejected)
      const said = [
        ...prompt.messages.map(({ content }) => content),
        answers?.chosen ?? "",
        answers?.rejected ?? "",
      ]
      if (!answers) skipped.push("multi_turn_answer")
      else if (said.some((content) => markers.some((marker) => content.includes(marker)))) {
        skipped.push("contains_marker")
      } else {
        for (const isFirst of [true, false]) {
          const [a, b] = isFirst ? [answers.chosen, answers.rejected] : [answers.rejected, answers.chosen]
          rows.push({
            config: configOf("pairwise_judge", pair.criterion),
            row: {
              messages: [
                { role: "user", content: question(prompt.messages, a, b) },
                { role: "assistant", content: isFirst ? "A" : "B" },
              ],
              order: isFirst ? "chosen_first" : "rejected_first",
              comparison_id: pair.comparisonId,
              prompt_hash: prompt.hash,
            },
          })
        }
      }
    }
    return { rows, skipped }
  },
}

const markers = ["[CONTEXT]", "[RESPONSE A]", "[RESPONSE B]"] as const

/** The words that RLHFlow's judge was trained with; the turns of the context each with their speaker. */
function question(context: Messages, a: string, b: string): string {
  const turns = context.map(({ role, content }) => `<turn> ${role}\n ${content}\n`).join("")
  return `[CONTEXT] ${turns} [RESPONSE A] ${a} [RESPONSE B] ${b} \n`
}
