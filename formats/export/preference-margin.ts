import { float } from "@/formats/columns"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, metaOf } from "@/formats/export/pair-columns"
import { pairsCannotExpress, preference, preferenceColumns } from "@/formats/export/preference"
import { openRlhf, trl } from "@/formats/export/recipes"

/** `preference` with a margin on every row: TRL reads the keys of a batch's first row and trips over a null. */
export const preferenceMargin: PairFormat = {
  ...preference,
  name: "preference_margin",
  label: "Preference pairs with margin",
  about:
    "Preference pairs with a float margin on every row, by which the better answer should score higher: loss -log σ(r_chosen - r_rejected - margin).",
  consumers: ["TRL (reward)", "OpenRLHF (--model.margin_loss_enable)"],
  cannotExpress: pairsCannotExpress,
  meant: ["chosen", "rejected", "margin"],
  repeatsPairs: false,
  hasMargin: true,
  columns: [
    ...preferenceColumns.slice(0, 3),
    {
      name: "margin",
      type: float,
      about: "By the margin rule of the export, mean over the votes for the chosen side.",
    },
    ...preferenceColumns.slice(3),
  ],
  recipes: (facts) => [
    trl("reward", facts),
    openRlhf(facts, [
      "--data.chosen_key chosen --data.rejected_key rejected",
      "--data.apply_chat_template",
      "--model.margin_loss_enable --model.loss_type sigmoid",
    ]),
  ],
  rows: (prompt, { pairs }) =>
    eachPair("preference_margin", pairs, (pair) => ({
      comparison_id: pair.comparisonId,
      chosen: [...prompt.messages, ...pair.chosen.messages],
      rejected: [...prompt.messages, ...pair.rejected.messages],
      margin: pair.margin,
      ...metaOf(prompt, pair),
    })),
}
