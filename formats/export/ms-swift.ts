import { chat, float, type Row, text } from "@/formats/columns"
import { onlyTurn } from "@/formats/export/conversation"
import type { ReadyPair } from "@/formats/export/judged"
import type { PairFormat, RunFacts, RunRecipe } from "@/formats/export/format"
import { eachPair, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { filesOf } from "@/formats/export/recipes"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { PromptUnit } from "@/formats/export/units"

/** ms-swift: the conversation with the better answer, and the worse answer as a string beside it. */
export const msSwift: PairFormat = {
  name: "ms_swift",
  label: "ms-swift",
  about:
    "The conversation with the better answer, and the worse answer beside it, for ms-swift's rlhf command.",
  consumers: ["ms-swift (rm, dpo, orpo, cpo, simpo)"],
  cannotExpress: [
    ...pairsCannotExpress,
    "a margin (ms_swift_margin has it)",
    "a worse answer of several turns",
  ],
  meant: ["messages"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: ["jsonl"],
  columns: [
    { name: "messages", type: chat, about: "The conversation with the better answer." },
    { name: "rejected_response", type: text, about: "The worse answer." },
    ...traceColumns,
  ],
  recipes,
  rows: (prompt, { pairs }) => eachPair("ms_swift", pairs, (pair) => toRow(prompt, pair)),
}

/** The same with a margin on every row: ms-swift's reward trainer uses the column as soon as it is there. */
export const msSwiftMargin: PairFormat = {
  ...msSwift,
  name: "ms_swift_margin",
  label: "ms-swift with margin",
  about: "ms-swift's rows with a float margin on every row, by which the better answer should score higher.",
  consumers: ["ms-swift (rm)"],
  cannotExpress: [...pairsCannotExpress, "a worse answer of several turns"],
  meant: ["messages", "margin"],
  repeatsPairs: false,
  hasMargin: true,
  columns: [
    ...msSwift.columns.slice(0, 2),
    { name: "margin", type: float, about: "By the margin rule of the export." },
    ...traceColumns,
  ],
  rows: (prompt, { pairs }) =>
    eachPair("ms_swift_margin", pairs, (pair) => {
      const row = toRow(prompt, pair)
      return typeof row === "string" ? row : { ...row, margin: pair.margin }
    }),
}

function toRow(prompt: PromptUnit, pair: ReadyPair): Row | SkipReason {
  const rejected = onlyTurn(pair.rejected)
  if (rejected === undefined) return "multi_turn_answer"
  return {
    messages: [...prompt.messages, ...pair.chosen.messages],
    rejected_response: rejected,
    comparison_id: pair.comparisonId,
    prompt_hash: prompt.hash,
  }
}

function recipes(facts: RunFacts): RunRecipe[] {
  const test = filesOf(facts, "test")
  return [
    {
      consumer: "ms-swift",
      language: "sh",
      code: [
        "swift rlhf \\",
        "  --rlhf_type rm \\",
        "  --model MODEL \\",
        `  --dataset ${filesOf(facts, "train").join(" ")} \\`,
        ...(test.length === 0 ? [] : [`  --val_dataset ${test.join(" ")} \\`]),
        "  --output_dir ./out",
      ].join("\n"),
      note: "ms-swift deletes rows it cannot read with a warning; with --strict true it stops instead. --rlhf_type dpo takes the same files.",
    },
  ]
}
