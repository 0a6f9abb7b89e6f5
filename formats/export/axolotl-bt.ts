import { text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import { onlyQuestion, onlyTurns, openPrompt } from "@/formats/export/conversation"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { trainFile } from "@/formats/export/recipes"

/** axolotl's reward models: a single turn, and a `system` column in every row, empty where there is none. */
export const axolotlBt: PairFormat = {
  name: "axolotl_bt",
  label: "axolotl reward model",
  about: "system, input, chosen and rejected as strings, for axolotl's Bradley-Terry reward models.",
  consumers: ["axolotl (bradley_terry.chat_template)"],
  cannotExpress: [...pairsCannotExpress, "a margin", "conversations: only a single question and answer"],
  meant: ["chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: anyJsonLines,
  columns: [
    { name: "system", type: text, about: "The system text, or empty." },
    { name: "input", type: text, about: "The question." },
    { name: "chosen", type: text, about: "The better answer." },
    { name: "rejected", type: text, about: "The worse answer." },
    ...traceColumns,
  ],
  recipes: (facts) => [
    {
      consumer: "axolotl (reward model)",
      language: "yaml",
      code: [
        "# axolotl train this.yaml",
        "base_model: MODEL",
        "model_type: AutoModelForSequenceClassification",
        "num_labels: 1",
        "reward_model: true",
        "chat_template: tokenizer_default",
        "datasets:",
        `  - path: ${trainFile(facts)}`,
        "    ds_type: json",
        "    type: bradley_terry.chat_template",
        "sequence_len: 2048",
        "pad_to_sequence_len: true",
        "remove_unused_columns: false",
        "output_dir: ./out",
      ].join("\n"),
      note: "Longer texts are truncated by axolotl.",
    },
  ],
  rows: (prompt, { pairs }) => {
    const { system, turns } = openPrompt(prompt.messages)
    const single = onlyQuestion(turns)
    return eachPair("axolotl_bt", pairs, (pair) => {
      if ("skip" in single) return single.skip
      const answers = onlyTurns(pair.chosen, pair.rejected)
      if (!answers) return "multi_turn_answer"
      return {
        system,
        input: single.question,
        ...answers,
        comparison_id: pair.comparisonId,
        prompt_hash: prompt.hash,
      }
    })
  },
}
