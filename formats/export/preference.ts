import { chat, type Column } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import type { PairFormat, RunFacts, RunRecipe } from "@/formats/export/format"
import { eachPair, metaColumns, metaOf, traceColumns } from "@/formats/export/pair-columns"
import { filesOf, loadDataset, openRlhf, trainFile, trl } from "@/formats/export/recipes"

export const preferenceColumns: readonly Column[] = [
  ...traceColumns.slice(0, 1),
  { name: "chosen", type: chat, about: "The conversation with the better answer." },
  { name: "rejected", type: chat, about: "The conversation with the worse answer." },
  ...metaColumns,
]

export const pairsCannotExpress = [
  "ties",
  "single votes (only how many there were)",
  "ratings, notes and flags",
  "rankings as such (all their pairs are here, with a common group_id)",
] as const

/**
 * Shape I of the formats guide: the whole conversation twice, once per answer, and no `prompt` column
 * (with one, some trainers double the prompt and others fail). Metadata is flat and never null.
 * Each criterion is a config of its own; `overall` is `preference`.
 */
export const preference: PairFormat = {
  name: "preference",
  label: "Preference pairs",
  about:
    "One line per decided pair: the whole conversation with the better answer and with the worse one. For reward models, DPO, KTO and ORPO.",
  consumers: ["TRL", "OpenRLHF", "open-instruct", "torchtune", "RLHFlow", "axolotl (argilla_chat)"],
  cannotExpress: pairsCannotExpress,
  meant: ["chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: anyJsonLines,
  columns: preferenceColumns,
  recipes: preferenceRecipes,
  rows: (prompt, { pairs }) =>
    eachPair("preference", pairs, (pair) => ({
      comparison_id: pair.comparisonId,
      chosen: [...prompt.messages, ...pair.chosen.messages],
      rejected: [...prompt.messages, ...pair.rejected.messages],
      ...metaOf(prompt, pair),
    })),
}

export function preferenceRecipes(facts: RunFacts): RunRecipe[] {
  const file = trainFile(facts)
  return [
    trl("reward", facts),
    trl("dpo", facts),
    openRlhf(facts, ["--data.chosen_key chosen --data.rejected_key rejected", "--data.apply_chat_template"]),
    {
      consumer: "open-instruct",
      language: "sh",
      code: [
        "accelerate launch open_instruct/reward_modeling.py \\",
        `  --dataset_mixer_list ${filesOf(facts, "train")
          .map((path) => `${path} 1.0`)
          .join(" ")} \\`,
        "  --dataset_mixer_list_splits train \\",
        "  --model_name_or_path MODEL --output_dir ./out",
      ].join("\n"),
    },
    {
      consumer: "torchtune",
      language: "yaml",
      code: [
        "dataset:",
        "  _component_: torchtune.datasets.preference_dataset",
        "  source: json",
        `  data_files: ${file}`,
        "  split: train",
        "  column_map: {chosen: chosen, rejected: rejected}",
      ].join("\n"),
      note: "packed: True is refused by torchtune for preferences.",
    },
    {
      consumer: "axolotl (DPO)",
      language: "yaml",
      code: [
        "rl: dpo",
        "datasets:",
        `  - path: ${file}`,
        "    ds_type: json",
        "    type: chat_template.argilla_chat",
      ].join("\n"),
    },
    loadDataset(facts),
  ]
}
