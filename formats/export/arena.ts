import { bool, chat, float, int, type Row, text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import type { ReadyPair, ReadyTie } from "@/formats/export/judged"
import type { FormatContext, PairFormat } from "@/formats/export/format"
import { configOf, modelsOf } from "@/formats/export/pair-columns"
import { loadDataset } from "@/formats/export/recipes"
import { smallerFirst } from "@/formats/export/side-of"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { PromptUnit, TextUnit } from "@/formats/export/units"

/**
 * Battles as in lmsys/chatbot_arena_conversations: one row per vote and pair of models, ties among them.
 * A text that several models gave is a battle of each of them.
 */
export const arena: PairFormat = {
  name: "arena",
  label: "Arena battles",
  about:
    "One row per vote: two conversations, their models and the winner, ties included. For leaderboards and Bradley-Terry tools that read Chatbot Arena data.",
  consumers: ["FastChat's rating tools", "arena-rank", "your own Bradley-Terry fit"],
  cannotExpress: [
    "strength",
    "criteria beside each other (each is a config)",
    "pairs whose texts come from one model",
  ],
  meant: [],
  needs: "pairs",
  needsCard: false,
  needsWho: true,
  keepsTies: true,
  repeatsPairs: true,
  hasMargin: false,
  onlyAggregation: "per_annotator",
  defaults: { aggregation: "per_annotator", ties: "keep" },
  containers: [...anyJsonLines, "csv"],
  columns: [
    { name: "question_id", type: text, about: "SHA-256 of the prompt." },
    { name: "model_a", type: text },
    { name: "model_b", type: text },
    { name: "winner", type: text, about: "model_a, model_b, tie or tie (bothbad)." },
    { name: "judge", type: text, about: "Pseudonym of who voted." },
    { name: "conversation_a", type: chat },
    { name: "conversation_b", type: chat },
    { name: "turn", type: int, about: "User turns in the prompt." },
    { name: "anony", type: bool, about: "The models were not shown." },
    { name: "language", type: text, about: "As imported, or empty." },
    { name: "tstamp", type: float, about: "Seconds since 1970, UTC; 0.0 where it is not known." },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
    { name: "comparison_id", type: text, about: "Names the pair." },
  ],
  recipes: (facts) => [loadDataset(facts)],
  rows: (prompt, { pairs, ties }, context) => {
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = []
    const add = (pair: ReadyPair | ReadyTie, a: TextUnit, b: TextUnit, winner: "a" | "b" | "tie") => {
      const config = configOf("arena", pair.criterion)
      const battles = modelsOf(a).flatMap((x) => modelsOf(b).map((y): [string, string] => [x, y]))
      const real = battles.filter(([x, y]) => x !== y)
      if (real.length === 0) skipped.push("same_model")
      for (const models of real)
        rows.push({ config, row: toRow(prompt, pair, [a, b], models, winner, context) })
    }
    for (const pair of pairs) add(pair, pair.chosen, pair.rejected, "a")
    for (const tie of ties) add(tie, tie.a, tie.b, "tie")
    return { rows, skipped }
  },
}

function toRow(
  prompt: PromptUnit,
  pair: ReadyPair | ReadyTie,
  [first, second]: readonly [TextUnit, TextUnit],
  models: readonly [string, string],
  winner: "a" | "b" | "tie",
  { settings, sha256 }: FormatContext,
): Row {
  const inStoredOrder = first.hash < second.hash
  const side = smallerFirst(
    sha256,
    settings.seed,
    JSON.stringify([pair.comparisonId, pair.annotator, ...models.toSorted()]),
  )
  const isTurned = inStoredOrder !== side
  const [a, b] = isTurned ? [second, first] : [first, second]
  const at = pair.votes[0]?.submittedAt ?? ""
  return {
    question_id: prompt.hash,
    model_a: isTurned ? models[1] : models[0],
    model_b: isTurned ? models[0] : models[1],
    winner:
      winner === "tie"
        ? "bothBad" in pair && pair.bothBad
          ? "tie (bothbad)"
          : "tie"
        : isTurned === (winner === "a")
          ? "model_b"
          : "model_a",
    judge: pair.annotator,
    conversation_a: [...prompt.messages, ...a.messages],
    conversation_b: [...prompt.messages, ...b.messages],
    turn: prompt.messages.filter(({ role }) => role === "user").length,
    anony: true,
    language: prompt.language ?? "",
    tstamp: at === "" ? 0 : Date.parse(at) / 1000,
    prompt_hash: prompt.hash,
    comparison_id: pair.comparisonId,
  }
}
