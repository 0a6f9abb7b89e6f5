import { chat, int, listOf, struct } from "@/formats/columns"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, metaColumns, metaOf, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { trainFile } from "@/formats/export/recipes"

/** NeMo-RL's PreferenceDataset: exactly two completions, the better one with the lower rank, no task_name. */
export const nemoRl: PairFormat = {
  name: "nemo_rl",
  label: "NeMo-RL",
  about: "Context and two ranked completions per pair, for NeMo-RL's reward models and DPO.",
  consumers: ["NeMo-RL (PreferenceDataset)"],
  cannotExpress: [...pairsCannotExpress, "a margin"],
  meant: [],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: ["jsonl", "parquet"],
  columns: [
    { name: "context", type: chat, about: "All turns up to the answers." },
    {
      name: "completions",
      type: listOf(
        struct([
          { name: "rank", type: int },
          { name: "completion", type: chat },
        ]),
      ),
      about: "Rank 0 is the better one.",
    },
    ...traceColumns.slice(0, 1),
    ...metaColumns,
  ],
  recipes: (facts) => [
    {
      consumer: "NeMo-RL (0.6)",
      language: "yaml",
      code: [
        "# uv run examples/run_rm.py --config this.yaml",
        "data:",
        "  train:",
        `    data_path: ${trainFile(facts)}`,
        "    split: train",
        ...(facts.test === undefined ? [] : ["  validation:", `    data_path: ${facts.test}`]),
        "  default:",
        "    dataset_name: PreferenceDataset",
      ].join("\n"),
      note: "One file per entry: use --shard-size so that the training data is a single file. Compressed files are refused.",
    },
  ],
  rows: (prompt, { pairs }) =>
    eachPair("nemo_rl", pairs, (pair) => ({
      context: prompt.messages,
      completions: [
        { rank: 0, completion: pair.chosen.messages },
        { rank: 1, completion: pair.rejected.messages },
      ],
      comparison_id: pair.comparisonId,
      ...metaOf(prompt, pair),
    })),
}
