import type { Messages } from "@/core/messages"
import { int, listOf, struct, text } from "@/formats/columns"
import { onlyTurns, openPrompt, orderProblem } from "@/formats/export/conversation"
import type { PairFormat } from "@/formats/export/format"
import { eachPair } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { filesOf } from "@/formats/export/recipes"

const parts = listOf(struct([{ name: "text", type: text }]))
const said = struct([
  { name: "role", type: text },
  { name: "parts", type: parts },
])

/** Gemini preference tuning: exactly one completion with score 1 and one with 0, text parts only. */
export const vertexPreference: PairFormat = {
  name: "vertex_preference",
  label: "Vertex AI (Gemini) preference",
  about: "contents and two scored completions per pair, for preference tuning of Gemini. No metadata.",
  consumers: ["Vertex AI (Gemini)"],
  cannotExpress: [...pairsCannotExpress, "any metadata", "tool turns, and answers of several turns"],
  meant: [],
  needs: "pairs",
  // system_instruction is left out where there is none; the service reads line by line.
  needsCard: true,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: ["jsonl"],
  columns: [
    {
      name: "system_instruction",
      type: struct([{ name: "parts", type: parts }]),
      optional: true,
      about: "Only where the prompt has a system text.",
    },
    { name: "contents", type: listOf(said), about: "The turns of user and model." },
    {
      name: "completions",
      type: listOf(
        struct([
          { name: "score", type: int },
          { name: "completion", type: said },
        ]),
      ),
      about: "Score 1 is the better one, 0 the worse one.",
    },
  ],
  recipes: (facts) => [
    {
      consumer: "Vertex AI",
      language: "sh",
      code: `gcloud storage cp ${filesOf(facts, "train").join(" ") || "train.jsonl"} gs://BUCKET/preferences/`,
      note: "Then start a preference tuning job on that file. Prompt and completion together may have 128K tokens.",
    },
  ],
  rows: (prompt, { pairs }) => {
    const { system, turns } = openPrompt(prompt.messages)
    const order = orderProblem(turns)
    return eachPair("vertex_preference", pairs, (pair) => {
      if (order) return order
      const answers = onlyTurns(pair.chosen, pair.rejected)
      if (!answers) return "multi_turn_answer"
      return {
        ...(system !== "" && { system_instruction: { parts: [{ text: system }] } }),
        contents: toContents(turns),
        completions: [
          { score: 1, completion: { role: "model", parts: [{ text: answers.chosen }] } },
          { score: 0, completion: { role: "model", parts: [{ text: answers.rejected }] } },
        ],
      }
    })
  },
}

function toContents(turns: Messages) {
  return turns.map(({ role, content }) => ({
    role: role === "assistant" ? "model" : "user",
    parts: [{ text: content }],
  }))
}
