import { chat, struct } from "@/formats/columns"
import type { PairFormat } from "@/formats/export/format"
import { openPrompt, orderProblem } from "@/formats/export/conversation"
import { eachPair } from "@/formats/export/pair-columns"
import { pairsCannotExpress } from "@/formats/export/preference"
import { filesOf } from "@/formats/export/recipes"

/**
 * Preference fine-tuning of OpenAI, Azure, Together and Fireworks, by the rules that all four share: text
 * only, one assistant message per output, roles system, user and assistant, and no further keys.
 */
export const openaiDpo: PairFormat = {
  name: "openai_dpo",
  label: "OpenAI preference (also Azure, Together, Fireworks)",
  about:
    "input, preferred_output and non_preferred_output, for hosted preference fine-tuning. No metadata: the services document no further keys.",
  consumers: ["OpenAI", "Azure OpenAI", "Together", "Fireworks"],
  cannotExpress: [...pairsCannotExpress, "any metadata", "tool turns, and answers of several turns"],
  meant: [],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: true,
  hasMargin: false,
  containers: ["jsonl"],
  leastRows: 10,
  columns: [
    {
      name: "input",
      type: struct([{ name: "messages", type: chat }]),
      about: "All turns up to the answers.",
    },
    { name: "preferred_output", type: chat, about: "The better answer, one assistant message." },
    { name: "non_preferred_output", type: chat, about: "The worse answer, one assistant message." },
  ],
  recipes: (facts) => [
    {
      consumer: "OpenAI",
      language: "python",
      code: [
        "from openai import OpenAI",
        "",
        "client = OpenAI()",
        `train = client.files.create(file=open("${filesOf(facts, "train")[0] ?? "train.jsonl"}", "rb"), purpose="fine-tune")`,
        "client.fine_tuning.jobs.create(",
        '    model="MODEL", training_file=train.id,',
        '    method={"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}},',
        ")",
      ].join("\n"),
      note: "At least 10 rows (Fireworks: 3). Each upload is one file; Azure wants the validation file apart.",
    },
    {
      consumer: "Together",
      language: "sh",
      code: `together files upload ${filesOf(facts, "train")[0] ?? "train.jsonl"}\ntogether fine-tuning create --training-file FILE_ID --model MODEL --training-method dpo`,
    },
  ],
  rows: (prompt, { pairs }) => {
    const order = orderProblem(openPrompt(prompt.messages).turns)
    return eachPair("openai_dpo", pairs, (pair) => {
      if (order) return order
      if (pair.chosen.messages.length !== 1 || pair.rejected.messages.length !== 1) return "multi_turn_answer"
      return {
        input: { messages: prompt.messages },
        preferred_output: pair.chosen.messages,
        non_preferred_output: pair.rejected.messages,
      }
    })
  },
}
