import type { PairFormat } from "@/formats/export/format"
import { eachPair, metaOf } from "@/formats/export/pair-columns"
import { preference } from "@/formats/export/preference"
import { openRlhf, trl } from "@/formats/export/recipes"

/**
 * Soft labels without a column for them: two rows per decided vote, one each way per tie. With k rows
 * A > B of n the summed Bradley-Terry loss is the cross-entropy with p = k / n. No margin may stand
 * beside it, and nothing downstream may drop repeats.
 */
export const preferenceSoft: PairFormat = {
  ...preference,
  name: "preference_soft",
  label: "Preference pairs, soft labels",
  about:
    "Every vote as rows of its own in train (two its way; a tie one each way), so that any Bradley-Terry trainer learns the share of votes. Validation and test have one hard label per pair.",
  consumers: ["TRL", "OpenRLHF", "open-instruct", "torchtune", "RLHFlow"],
  cannotExpress: ["a margin", "ratings, notes and flags", "which of the rows of a pair belong to one vote"],
  onlyAggregation: "soft",
  defaults: { aggregation: "soft" },
  recipes: (facts) => [
    trl("reward", facts),
    openRlhf(facts, ["--data.chosen_key chosen --data.rejected_key rejected", "--data.apply_chat_template"]),
  ],
  rows: (prompt, { pairs }) =>
    eachPair("preference_soft", pairs, (pair) => ({
      comparison_id: pair.comparisonId,
      chosen: [...prompt.messages, ...pair.chosen.messages],
      rejected: [...prompt.messages, ...pair.rejected.messages],
      ...metaOf(prompt, pair),
    })),
}
