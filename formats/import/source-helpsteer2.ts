import { toCompletion, toPrompt } from "@/formats/import/answers"
import type { ItemCompletion, RawRow } from "@/formats/import/item"
import { pairLabel, rankLabels } from "@/formats/import/labels"
import type { Mapping } from "@/formats/import/mapping"
import { toItemPrompt } from "@/formats/import/row-reader"
import { column, defineSource, isRecord, keyText, maybeNumber, requireNumber } from "@/formats/import/source"

/** HelpSteer2 preferences: strength -3 to 3, negative = response_1 is better. */
export const helpsteer2 = defineSource({
  name: "helpsteer2",
  label: "HelpSteer2 preferences",
  columns: ["prompt", "response_1", "response_2", "preference_strength"],
  maybe: [
    "three_most_similar_preferences",
    "all_preferences_unprocessed",
    "preference_statement",
    "preference_elaboration",
  ],
  read: (row, mapping) => {
    const single = column(row, "three_most_similar_preferences")
    const votes = Array.isArray(single) ? single.filter(isRecord) : []
    const labels =
      votes.length > 0
        ? votes.map((vote, index) =>
            pairLabel(
              requireNumber(vote["strength"], `three_most_similar_preferences[${index}].strength`),
              true,
              { labeler: `annotator ${index + 1}` },
            ),
          )
        : [pairLabel(requireNumber(column(row, "preference_strength"), "preference_strength"), true)]
    return {
      prompt: toItemPrompt(row, mapping, toPrompt(column(row, "prompt"))),
      completions: [
        toCompletion(column(row, "response_1"), "response_1"),
        toCompletion(column(row, "response_2"), "response_2"),
      ],
      labels,
    }
  },
})

const attributes = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"] as const

/**
 * HelpSteer and HelpSteer2 ratings, 0 to 4: neighbouring rows hold the answers to one prompt. The
 * ratings stay with their completion; helpfulness also says which of two is better.
 */
export const helpsteerRatings = defineSource({
  name: "helpsteer-ratings",
  label: "HelpSteer ratings: a row per answer with its attributes",
  columns: ["prompt", "response", "helpfulness", "correctness", "coherence"],
  maybe: ["complexity", "verbosity"],
  read: (row, mapping) => together([row], mapping),
  together: {
    key: (row) => keyText(row.value["prompt"]),
    read: (rows, mapping) => [together(rows, mapping)],
  },
})

function together(rows: readonly RawRow[], mapping: Mapping) {
  const [first] = rows
  if (!first) throw new RangeError("No row.")
  return {
    prompt: toItemPrompt(first, mapping, toPrompt(column(first, "prompt"))),
    completions: rows.map(ratedAnswer),
    labels: rankLabels(
      rows.map((row) => maybeNumber(row.value["helpfulness"])),
      "highest",
      { criterion: "helpfulness" },
    ),
  }
}

function ratedAnswer(row: RawRow): ItemCompletion {
  const named = attributes.filter((name) => Object.hasOwn(row.value, name))
  const ratings = Object.fromEntries(named.map((name) => [name, requireNumber(column(row, name), name)]))
  return toCompletion(column(row, "response"), "response", { ratings })
}
