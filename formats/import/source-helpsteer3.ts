import { toCompletion, toPrompt } from "@/formats/import/answers"
import { pairLabel } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import { column, defineSource, isRecord, requireNumber } from "@/formats/import/source"

/** HelpSteer3: each annotator's preference on seven points, -3 = response1 is much better. */
export const helpsteer3 = defineSource({
  name: "helpsteer3",
  label: "HelpSteer3 preferences",
  columns: ["context", "response1", "response2", "overall_preference"],
  maybe: ["individual_preference"],
  read: (row, mapping) => {
    const single = column(row, "individual_preference")
    const votes = Array.isArray(single) ? single.filter(isRecord) : []
    // The overall preference is made of the single ones: where they are there, they are the votes.
    const labels =
      votes.length > 0
        ? votes.map((vote, index) =>
            pairLabel(requireNumber(vote["score"], `individual_preference[${index}].score`), true, {
              labeler: `annotator ${index + 1}`,
            }),
          )
        : [pairLabel(requireNumber(column(row, "overall_preference"), "overall_preference"), true)]
    return {
      prompt: toItemPrompt(row, mapping, toPrompt(column(row, "context"), "context")),
      completions: [
        toCompletion(column(row, "response1"), "response1"),
        toCompletion(column(row, "response2"), "response2"),
      ],
      labels,
    }
  },
})
