import { chat } from "@/formats/columns"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, metaColumns, metaOf, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress, preference } from "@/formats/export/preference"
import { openRlhf, trainFile, trl } from "@/formats/export/recipes"

/** Shape E of the formats guide: the prompt once, the two answers as lists of messages of their own. */
export const preferenceExplicit: PairFormat = {
  ...preference,
  name: "preference_explicit",
  label: "Preference pairs, prompt apart",
  about: "One line per decided pair with the prompt in a column of its own, as DPO trainers describe it.",
  consumers: ["TRL", "OpenRLHF (with prompt_key)", "axolotl (chat_template.default)"],
  cannotExpress: [
    ...pairsCannotExpress,
    "anything to trainers that ignore the prompt column: not for torchtune, RLHFlow, RewardBench or open-instruct",
  ],
  meant: ["prompt", "chosen", "rejected"],
  columns: [
    ...traceColumns.slice(0, 1),
    { name: "prompt", type: chat, about: "All turns up to the answers." },
    { name: "chosen", type: chat, about: "The better answer." },
    { name: "rejected", type: chat, about: "The worse answer." },
    ...metaColumns,
  ],
  recipes: (facts) => [
    trl("dpo", facts),
    trl("reward", facts),
    openRlhf(facts, [
      "--data.prompt_key prompt --data.chosen_key chosen --data.rejected_key rejected",
      "--data.apply_chat_template",
    ]),
    {
      consumer: "axolotl (DPO)",
      language: "yaml",
      code: [
        "rl: dpo",
        "datasets:",
        `  - path: ${trainFile(facts)}`,
        "    ds_type: json",
        "    type: chat_template.default",
        "    field_messages: prompt",
        "    field_chosen: chosen",
        "    field_rejected: rejected",
      ].join("\n"),
    },
  ],
  rows: (prompt, { pairs }) =>
    eachPair("preference_explicit", pairs, (pair) => ({
      comparison_id: pair.comparisonId,
      prompt: prompt.messages,
      chosen: pair.chosen.messages,
      rejected: pair.rejected.messages,
      ...metaOf(prompt, pair),
    })),
}
