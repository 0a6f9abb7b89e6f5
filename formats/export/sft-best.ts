import { chat, float, type Row, text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import { groupKeyOf } from "@/formats/export/finish-pairs"
import type { ReadyPair } from "@/formats/export/judged"
import type { PairFormat } from "@/formats/export/format"
import { configOf, modelsOf } from "@/formats/export/pair-columns"
import { loadDataset, trl } from "@/formats/export/recipes"
import { netWins } from "@/formats/export/select-kwise"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { PromptUnit } from "@/formats/export/units"

/**
 * The best answer to each prompt as a conversation to imitate: the text with the most wins less losses
 * that lost no pair, if it won one clearly. Of equals, the one whose wins are stronger, then by hash.
 */
export const sftBest: PairFormat = {
  name: "sft_best",
  label: "Best answers",
  about:
    "The best answer to each prompt as a conversation for supervised fine-tuning; only clear winners (strength 2 or more, unless set otherwise).",
  consumers: ["TRL (sft)", "every trainer that takes messages"],
  cannotExpress: ["the worse answers", "that anything was compared at all"],
  meant: ["messages"],
  needs: "pairs",
  needsCard: false,
  keepsTies: false,
  repeatsPairs: false,
  hasMargin: false,
  needsWholeGroups: true,
  defaults: { minStrength: 2 },
  containers: anyJsonLines,
  columns: [
    { name: "messages", type: chat, about: "The conversation with the best answer." },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
    { name: "content_hash", type: text, about: "SHA-256 of the answer." },
    { name: "criterion", type: text },
    { name: "strength", type: float, about: "Mean strength of the pairs that it won." },
    { name: "model", type: text, about: "Models that gave it, joined by +." },
    { name: "language", type: text, about: "As imported, or empty." },
  ],
  recipes: (facts) => [trl("sft", facts), loadDataset(facts)],
  rows: (prompt, { pairs }) => {
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = []
    for (const criterion of [...new Set(pairs.map((pair) => pair.criterion))].sort()) {
      const own = pairs.filter((pair) => pair.criterion === criterion)
      const best = bestOf(own)
      // Every pair is answered for: the one row, or a reason.
      for (const pair of own) if (pair.chosen.hash !== best?.hash) skipped.push("not_best")
      if (best) {
        rows.push({ config: configOf("sft_best", criterion), row: toRow(prompt, criterion, own, best.hash) })
        const won = own.filter((pair) => pair.chosen.hash === best.hash).length
        for (let i = 1; i < won; i++) skipped.push("another_of_prompt")
      }
    }
    return { rows, skipped }
  },
}

type Candidate = { readonly hash: string; readonly net: number; readonly strength: number }

function bestOf(pairs: readonly ReadyPair[]): Candidate | undefined {
  const lost = new Set(pairs.map((pair) => pair.rejected.hash))
  const candidates = [...netWins(pairs)]
    .filter(([hash]) => !lost.has(hash))
    .map(([hash, net]): Candidate => ({ hash, net, strength: strengthOf(pairs, hash) }))
  return candidates.toSorted(
    (a, b) => b.net - a.net || b.strength - a.strength || (a.hash < b.hash ? -1 : 1),
  )[0]
}

function strengthOf(pairs: readonly ReadyPair[], hash: string): number {
  const won = pairs.filter((pair) => pair.chosen.hash === hash)
  return won.length === 0 ? 0 : won.reduce((sum, pair) => sum + pair.strength, 0) / won.length
}

function toRow(prompt: PromptUnit, criterion: string, pairs: readonly ReadyPair[], hash: string): Row {
  const best = pairs.find((pair) => pair.chosen.hash === hash)?.chosen
  if (!best)
    throw new RangeError(`The text ${hash} won no pair of ${groupKeyOf({ group: prompt.hash, criterion })}.`)
  return {
    messages: [...prompt.messages, ...best.messages],
    prompt_hash: prompt.hash,
    content_hash: hash,
    criterion,
    strength: strengthOf(pairs, hash),
    model: modelsOf(best).join("+"),
    language: prompt.language ?? "",
  }
}
