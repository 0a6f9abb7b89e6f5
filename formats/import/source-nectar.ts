import { toCompletion, toPrompt } from "@/formats/import/answers"
import { rankLabels } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import { column, defineSource, isRecord, requireNumber, requireRecords } from "@/formats/import/source"

/** Nectar, and the K-wise groups of our own exports: several answers with a rank, 1 = best, ties share one. */
export const nectar = defineSource({
  name: "nectar",
  label: "Ranked answers (Nectar)",
  columns: ["prompt", "answers"],
  maybe: ["num_responses", "num_response", "turns", "good_natured", "source"],
  fits: (sample) =>
    sample.some(({ value }) => {
      const list = value["answers"]
      return Array.isArray(list) && list.some((one) => isRecord(one) && "answer" in one && "rank" in one)
    }),
  read: (row, mapping) => {
    const answers = requireRecords(row, "answers")
    return {
      prompt: toItemPrompt(row, mapping, toPrompt(column(row, "prompt"))),
      completions: answers.map((one, index) =>
        toCompletion(one["answer"], `answers[${index}].answer`, { model: one["model"] }),
      ),
      labels: rankLabels(
        answers.map((one, index) => requireNumber(one["rank"], `answers[${index}].rank`)),
        "lowest",
        { labeler: "source ranking" },
      ),
    }
  },
})
