import type { Messages } from "@/core/messages"
import { listOf, struct, text } from "@/formats/columns"
import { onlyTurns, openPrompt } from "@/formats/export/conversation"
import { datasetInfo } from "@/formats/export/dataset-info"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { llamaFactory } from "@/formats/export/recipes"

const said = struct([
  { name: "from", type: text },
  { name: "value", type: text },
])

/**
 * LLaMA-Factory's ShareGPT ranking rows. The prompt must be odd in number and alternate between
 * human or observation and gpt; both answers are objects, not lists.
 */
export const llamafactorySharegpt: PairFormat = {
  name: "llamafactory_sharegpt",
  label: "LLaMA-Factory (ShareGPT)",
  about:
    "Ranking rows of LLaMA-Factory with the conversation as from/value turns, and its dataset_info.json.",
  consumers: ["LLaMA-Factory (rm, dpo, orpo, simpo)"],
  cannotExpress: [...pairsCannotExpress, "a margin", "answers of several turns"],
  meant: ["chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: ["jsonl", "parquet"],
  columns: [
    { name: "conversations", type: listOf(said), about: "The prompt: human, gpt and observation turns." },
    { name: "system", type: text, about: "The system text, or empty." },
    { name: "chosen", type: said, about: "The better answer." },
    { name: "rejected", type: said, about: "The worse answer." },
    ...traceColumns,
  ],
  recipes: (facts) => [llamaFactory(facts, "rm"), llamaFactory(facts, "dpo")],
  papers: (files) =>
    datasetInfo(files, {
      formatting: "sharegpt",
      ranking: true,
      columns: { messages: "conversations", system: "system", chosen: "chosen", rejected: "rejected" },
    }),
  rows: (prompt, { pairs }) => {
    const { system, turns } = openPrompt(prompt.messages)
    return eachPair("llamafactory_sharegpt", pairs, (pair) => {
      if (!alternates(turns)) return "turn_order"
      const answers = onlyTurns(pair.chosen, pair.rejected)
      if (!answers) return "multi_turn_answer"
      return {
        conversations: turns.map(({ role, content }) => ({ from: speakers[role], value: content })),
        system,
        chosen: { from: "gpt", value: answers.chosen },
        rejected: { from: "gpt", value: answers.rejected },
        comparison_id: pair.comparisonId,
        prompt_hash: prompt.hash,
      }
    })
  },
}

const speakers = { user: "human", assistant: "gpt", tool: "observation", system: "system" } as const

function alternates(turns: Messages): boolean {
  const isInTurn = turns.every(({ role }, index) =>
    index % 2 === 0 ? role === "user" || role === "tool" : role === "assistant",
  )
  return isInTurn && turns.length % 2 === 1
}
