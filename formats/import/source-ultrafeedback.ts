import { toCompletion, toPrompt } from "@/formats/import/answers"
import { rankLabels } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import {
  column,
  defineSource,
  isRecord,
  maybeNumber,
  requireList,
  requireRecord,
} from "@/formats/import/source"

/**
 * UltraFeedback: four answers, each rated by a model along four aspects. The mean of the aspects says
 * which is better; the overall score of the source is taken only where there are none, since it is
 * known to hold 10 for 1 in places.
 */
export const ultrafeedback = defineSource({
  name: "ultrafeedback",
  label: "UltraFeedback: several answers with ratings",
  columns: ["instruction", "completions"],
  maybe: ["models", "correct_answers", "incorrect_answers"],
  fits: (sample) =>
    sample.some(({ value }) => {
      const list = value["completions"]
      return (
        Array.isArray(list) && list.some((one) => isRecord(one) && "response" in one && "annotations" in one)
      )
    }),
  read: (row, mapping) => {
    const list = requireList(column(row, "completions"), "completions")
    const rated = list.map((one, index) => {
      const entry = requireRecord(one, `completions[${index}]`)
      const ratings = ratingsOf(entry["annotations"])
      const values = Object.values(ratings)
      const mean = values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null
      const field = `completions[${index}].response`
      return {
        completion: toCompletion(entry["response"], field, { model: entry["model"], ratings }),
        score: mean ?? maybeNumber(entry["fine-grained_score"]) ?? maybeNumber(entry["overall_score"]),
      }
    })
    return {
      prompt: toItemPrompt(row, mapping, toPrompt(column(row, "instruction"), "instruction")),
      completions: rated.map(({ completion }) => completion),
      labels: rankLabels(
        rated.map(({ score }) => score),
        "highest",
        { labeler: "source ratings" },
      ),
    }
  },
})

/** `{honesty: {Rating: "4", …}}` is `{honesty: 4}`; "N/A" is no rating. */
function ratingsOf(value: unknown): Record<string, number> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([aspect, held]) => {
      const one: unknown = Array.isArray(held) ? held[0] : held
      const rating = isRecord(one) ? maybeNumber(one["Rating"]) : maybeNumber(one)
      return rating === null ? [] : [[aspect, rating]]
    }),
  )
}
