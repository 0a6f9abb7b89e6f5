import { text } from "@/formats/columns"
import { onlyQuestion, onlyTurns, openPrompt } from "@/formats/export/conversation"
import { datasetInfo } from "@/formats/export/dataset-info"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { llamaFactory } from "@/formats/export/recipes"

/**
 * LLaMA-Factory's Alpaca ranking rows. Its `history` column is left out: a list that is empty in the
 * first block of a file cannot be typed, so conversations go to llamafactory_sharegpt.
 */
export const llamafactoryAlpaca: PairFormat = {
  name: "llamafactory_alpaca",
  label: "LLaMA-Factory (Alpaca)",
  about: "Ranking rows of LLaMA-Factory with a single instruction, and its dataset_info.json.",
  consumers: ["LLaMA-Factory (rm, dpo, orpo, simpo)"],
  cannotExpress: [...pairsCannotExpress, "a margin", "conversations: only a single question and answer"],
  meant: ["chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: ["jsonl", "parquet"],
  columns: [
    { name: "instruction", type: text, about: "The question." },
    { name: "input", type: text, about: "Always empty: LLaMA-Factory wants the column." },
    { name: "system", type: text, about: "The system text, or empty." },
    { name: "chosen", type: text, about: "The better answer." },
    { name: "rejected", type: text, about: "The worse answer." },
    ...traceColumns,
  ],
  recipes: (facts) => [llamaFactory(facts, "rm"), llamaFactory(facts, "dpo")],
  papers: (files) =>
    datasetInfo(files, {
      ranking: true,
      columns: {
        prompt: "instruction",
        query: "input",
        system: "system",
        chosen: "chosen",
        rejected: "rejected",
      },
    }),
  rows: (prompt, { pairs }) => {
    const { system, turns } = openPrompt(prompt.messages)
    const single = onlyQuestion(turns)
    return eachPair("llamafactory_alpaca", pairs, (pair) => {
      if ("skip" in single) return single.skip
      const answers = onlyTurns(pair.chosen, pair.rejected)
      if (!answers) return "multi_turn_answer"
      return {
        instruction: single.question,
        input: "",
        system,
        ...answers,
        comparison_id: pair.comparisonId,
        prompt_hash: prompt.hash,
      }
    })
  },
}
