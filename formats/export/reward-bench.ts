import { chat, text } from "@/formats/columns"
import { onlyTurns, openPrompt, orderProblem } from "@/formats/export/conversation"
import type { PairFormat } from "@/formats/export/format"
import { eachPair, modelsOf } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { trainFile } from "@/formats/export/recipes"

/**
 * RewardBench's rows for measuring a reward model on one's own pairs. It gives roles by position, so the
 * prompt must be user and assistant in turn, without a system text.
 */
export const rewardBench: PairFormat = {
  name: "reward_bench",
  label: "RewardBench",
  about: "A test set for `rewardbench --dataset … --load_json`: prompt turns and two answers as strings.",
  consumers: ["RewardBench"],
  cannotExpress: [...pairsCannotExpress, "system and tool turns", "answers of several turns"],
  meant: ["prompt", "chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: false,
  hasMargin: false,
  containers: ["jsonl"],
  columns: [
    { name: "id", type: text, about: "Names the pair: hash of prompt, both texts and criterion." },
    { name: "prompt", type: chat, about: "User and assistant in turn." },
    { name: "chosen", type: text, about: "The better answer." },
    { name: "rejected", type: text, about: "The worse answer." },
    { name: "chosen_model", type: text, about: "Models that gave it, joined by +." },
    { name: "rejected_model", type: text, about: "Models that gave it, joined by +." },
    { name: "subset", type: text, about: "The prompt's use case, or all." },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
  ],
  recipes: (facts) => [
    {
      consumer: "RewardBench",
      language: "sh",
      code: `rewardbench --model MODEL --dataset ${facts.test ?? trainFile(facts)} --load_json`,
    },
  ],
  rows: (prompt, { pairs }) => {
    const { system, turns } = openPrompt(prompt.messages)
    const order = system === "" ? orderProblem(turns) : "system_turn"
    return eachPair("reward_bench", pairs, (pair) => {
      if (order) return order
      const answers = onlyTurns(pair.chosen, pair.rejected)
      if (!answers) return "multi_turn_answer"
      return {
        id: pair.comparisonId,
        prompt: turns,
        ...answers,
        chosen_model: modelsOf(pair.chosen).join("+"),
        rejected_model: modelsOf(pair.rejected).join("+"),
        subset: prompt.useCase ?? "all",
        prompt_hash: prompt.hash,
      }
    })
  },
}
