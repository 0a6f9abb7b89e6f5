import { toCompletion, toPrompt } from "@/formats/import/answers"
import { pairLabel } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import { column, defineSource, isRecord, requireNumber } from "@/formats/import/source"
import { optionalText } from "@/formats/import/text"

/** WebGPT comparisons: scores that sum to 0; both 0 = neither was better. */
export const webgpt = defineSource({
  name: "webgpt",
  label: "WebGPT comparisons",
  columns: ["question", "answer_0", "answer_1", "score_0", "score_1"],
  maybe: ["quotes_0", "quotes_1", "tokens_0", "tokens_1"],
  read: (row, mapping) => {
    const question = column(row, "question")
    const text = isRecord(question) ? question["full_text"] : question
    const [first, second] = [0, 1].map((side) => requireNumber(column(row, `score_${side}`), `score_${side}`))
    const prompt = toItemPrompt(row, mapping, toPrompt(text, "question"))
    const id = isRecord(question) ? optionalText(question["id"], "question.id") : null
    return {
      prompt: { ...prompt, externalId: id ?? prompt.externalId },
      completions: [0, 1].map((side) => toCompletion(column(row, `answer_${side}`), `answer_${side}`)),
      labels: [pairLabel(Math.sign((second ?? 0) - (first ?? 0)), false)],
    }
  },
})
