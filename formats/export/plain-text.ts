import { text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import { onlyTurns } from "@/formats/export/conversation"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, metaColumns, metaOf, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { filesOf, openRlhf, trainFile, trl } from "@/formats/export/recipes"
import { toAnswerText, toPromptText, transcriptProblem } from "@/formats/export/transcript-text"

/** Shape S of the formats guide: three strings, the conversation written out by a template. */
export const plainText: PairFormat = {
  name: "plain_text",
  label: "Plain strings",
  about:
    "Prompt, chosen and rejected as three strings that are concatenated as they are, for trainers without chat templates. The template is a setting.",
  consumers: ["verl", "DeepSpeed-Chat", "OpenRLHF (without chat template)", "TRL", "RewardBench"],
  cannotExpress: [
    ...pairsCannotExpress,
    "tool turns, and answers of several turns",
    "texts that contain the words between turns",
  ],
  meant: ["prompt", "chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  usesTemplate: true,
  containers: anyJsonLines,
  columns: [
    ...traceColumns.slice(0, 1),
    { name: "prompt", type: text, about: "The conversation up to the words that open the answer." },
    { name: "chosen", type: text, about: "The better answer; prompt + chosen is the whole text." },
    { name: "rejected", type: text, about: "The worse answer." },
    ...metaColumns,
  ],
  recipes: (facts) => [
    {
      consumer: "verl",
      language: "sh",
      code: [
        `# data.train_files=${trainFile(facts)} data.val_files=${facts.test ?? trainFile(facts)}`,
        "# data.prompt_key=prompt data.chosen_key=chosen data.rejected_key=rejected",
      ].join("\n"),
      note: "verl's RMDataset opens Parquet only: export with --container parquet. It concatenates the strings and adds the end token.",
    },
    {
      consumer: "DeepSpeed-Chat",
      language: "sh",
      code: [
        "mkdir -p data",
        `cat ${filesOf(facts, "train").join(" ") || trainFile(facts)} > data/train.json`,
        `cat ${filesOf(facts, "test").join(" ") || trainFile(facts)} > data/eval.json`,
        "deepspeed main.py --data_path local/jsonfile --model_name_or_path MODEL --output_dir ./out",
      ].join("\n"),
    },
    openRlhf(facts, ["--data.prompt_key prompt --data.chosen_key chosen --data.rejected_key rejected"]),
    trl("reward", facts),
  ],
  rows: (prompt, { pairs }, { settings: { template } }) =>
    eachPair("plain_text", pairs, (pair) => {
      const answers = onlyTurns(pair.chosen, pair.rejected)
      if (!answers) return "multi_turn_answer"
      const problem = transcriptProblem(
        [prompt.messages, pair.chosen.messages, pair.rejected.messages],
        template,
      )
      if (problem) return problem
      return {
        comparison_id: pair.comparisonId,
        prompt: toPromptText(prompt.messages, template),
        chosen: toAnswerText(answers.chosen, template),
        rejected: toAnswerText(answers.rejected, template),
        ...metaOf(prompt, pair),
      }
    }),
}
