import { chat, int, listOf, type Row, struct, text } from "@/formats/columns"
import type { Vote } from "@/formats/aggregation/aggregate"
import { anyJsonLines } from "@/formats/export/container"
import { onlyTurns } from "@/formats/export/conversation"
import type { ReadyPair, ReadyTie } from "@/formats/export/judged"
import type { FormatContext, PairFormat } from "@/formats/export/format"
import { configOf } from "@/formats/export/pair-columns"
import { loadDataset } from "@/formats/export/recipes"
import { smallerFirst } from "@/formats/export/side-of"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { PromptUnit, TextUnit } from "@/formats/export/units"

/**
 * The preference rows of HelpSteer3: -3 = response 1 much better, 0 = the same, 3 = response 2 much
 * better. Levels of other scales are stretched to three: level / levels × 3, rounded, never to 0.
 */
export const helpsteer3: PairFormat = {
  name: "helpsteer3",
  label: "HelpSteer3",
  about:
    "Two responses, the overall preference from -3 to 3 and every single vote with its reasoning, ties as 0. The side of each response is drawn by hash.",
  consumers: ["NeMo-RL (HelpSteer3)", "tools for HelpSteer3"],
  cannotExpress: ["answers of several turns", "who voted", "ratings and flags"],
  meant: [],
  needs: "pairs",
  needsCard: false,
  needsWho: true,
  keepsTies: true,
  repeatsPairs: false,
  hasMargin: false,
  defaults: { aggregation: "mean_strength", ties: "keep" },
  containers: anyJsonLines,
  columns: [
    { name: "domain", type: text, about: "The prompt's use case, or empty." },
    { name: "language", type: text, about: "As imported, or empty." },
    { name: "context", type: chat, about: "All turns up to the responses." },
    { name: "response1", type: text },
    { name: "response2", type: text },
    { name: "overall_preference", type: int, about: "-3 to 3; negative = response 1 is better." },
    {
      name: "individual_preference",
      type: listOf(
        struct([
          { name: "score", type: int },
          { name: "reasoning", type: text },
          { name: "feedback1", type: text },
          { name: "feedback2", type: text },
        ]),
      ),
      about: "One entry per vote; the feedback columns are empty.",
    },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
    { name: "comparison_id", type: text, about: "Names the pair." },
  ],
  recipes: (facts) => [loadDataset(facts)],
  rows: (prompt, { pairs, ties }, context) => {
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = []
    const add = (pair: ReadyPair | ReadyTie, a: TextUnit, b: TextUnit, winner: "A" | "B" | "TIE") => {
      const row = toRow(prompt, pair, a, b, winner, context)
      if (typeof row === "string") skipped.push(row)
      else rows.push({ config: configOf("helpsteer3", pair.criterion), row })
    }
    for (const pair of pairs) {
      const [a, b] = pair.winner === "A" ? [pair.chosen, pair.rejected] : [pair.rejected, pair.chosen]
      add(pair, a, b, pair.winner)
    }
    for (const tie of ties) add(tie, tie.a, tie.b, "TIE")
    return { rows, skipped }
  },
}

/** `a` is the text with the smaller hash. */
function toRow(
  prompt: PromptUnit,
  pair: ReadyPair | ReadyTie,
  a: TextUnit,
  b: TextUnit,
  winner: "A" | "B" | "TIE",
  { settings, sha256 }: FormatContext,
): Row | SkipReason {
  const answers = onlyTurns(a, b)
  if (!answers) return "multi_turn_answer"
  const isTurned = !smallerFirst(sha256, settings.seed, pair.comparisonId)
  const sign = isTurned ? -1 : 1
  const scores = pair.votes.map((vote) => helpSteerScore(vote) * sign)
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const better = (winner === "A" ? -1 : 1) * sign
  return {
    domain: prompt.useCase ?? "",
    language: prompt.language ?? "",
    context: prompt.messages,
    response1: isTurned ? answers.rejected : answers.chosen,
    response2: isTurned ? answers.chosen : answers.rejected,
    overall_preference: winner === "TIE" ? 0 : better * Math.max(1, Math.round(mean * better)),
    individual_preference: pair.votes.map((vote, index) => ({
      score: (scores[index] ?? 0) + 0,
      reasoning: settings.freeText ? vote.rationale : "",
      feedback1: "",
      feedback2: "",
    })),
    prompt_hash: prompt.hash,
    comparison_id: pair.comparisonId,
  }
}

/**
 * Negative = A. Examples: A at level 3 of 3 is -3, B at level 1 of 4 is 1 (0.75 rounded), A on a plain scale
 * is -3... a plain scale has no strength, so it is 2, "better".
 */
export function helpSteerScore({ preference, level, maxLevel }: Vote): number {
  if (preference === "TIE") return 0
  const size = maxLevel === 1 ? 2 : Math.max(1, Math.round(((level ?? 1) / maxLevel) * 3))
  return preference === "A" ? -size : size
}
