import { text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import type { PairFormat } from "@/formats/export/format"
import { openPrompt, orderProblem } from "@/formats/export/conversation"
import { eachPair, traceColumns } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { openRlhf, trl } from "@/formats/export/recipes"
import { toTranscript, transcriptProblem } from "@/formats/export/transcript-text"

/** The shape of Anthropic's HH-RLHF: two transcripts with `\n\nHuman: ` and `\n\nAssistant: ` before each turn. */
export const hhRlhf: PairFormat = {
  name: "hh_rlhf",
  label: "HH-RLHF transcripts",
  about:
    "Two whole transcripts per pair, as in Anthropic's HH-RLHF. For reward models and loaders of that set; never for TRL's DPO trainer, which would cut the prompt in the middle of a word.",
  consumers: ["TRL (reward only)", "OpenRLHF", "loaders of HH-RLHF"],
  cannotExpress: [
    ...pairsCannotExpress,
    "system and tool turns",
    "texts that contain the words between turns",
  ],
  meant: ["chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: anyJsonLines,
  columns: [
    ...traceColumns,
    { name: "chosen", type: text, about: "The transcript with the better answer." },
    { name: "rejected", type: text, about: "The transcript with the worse answer." },
  ],
  recipes: (facts) => [
    trl("reward", facts),
    openRlhf(facts, ["--data.chosen_key chosen --data.rejected_key rejected"]),
  ],
  rows: (prompt, { pairs }) => {
    const { system, turns } = openPrompt(prompt.messages)
    return eachPair("hh_rlhf", pairs, (pair) => {
      if (system !== "") return "system_turn"
      const order = orderProblem(turns)
      if (order) return order
      const answers = [pair.chosen.messages, pair.rejected.messages]
      const problem = transcriptProblem([turns, ...answers], "human_assistant")
      if (problem) return problem
      return {
        comparison_id: pair.comparisonId,
        prompt_hash: prompt.hash,
        chosen: toTranscript([...turns, ...pair.chosen.messages], "human_assistant"),
        rejected: toTranscript([...turns, ...pair.rejected.messages], "human_assistant"),
      }
    })
  },
}
