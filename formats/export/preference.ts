import { bool, chat, float, int, listOf, text, type Row } from "@/formats/columns"
import type { PairFormat } from "@/formats/export/format"
import type { ReadyPair } from "@/formats/export/finish-pairs"
import type { PromptUnit, TextUnit } from "@/formats/export/units"

/**
 * Shape I of the formats guide: the whole conversation twice, once per answer, and no `prompt` column
 * (with one, some trainers double the prompt and others fail). Metadata is flat and never null.
 * Each criterion is a config of its own; `overall` is `preference`.
 */
export const preference: PairFormat = {
  name: "preference",
  label: "Preference pairs",
  about:
    "One line per decided pair: the whole conversation with the better answer and with the worse one. For reward models, DPO, KTO and ORPO.",
  consumers: ["TRL", "OpenRLHF", "open-instruct", "torchtune", "RLHFlow", "axolotl (argilla_chat)"],
  cannotExpress: [
    "ties",
    "single votes (only how many there were)",
    "ratings, notes and flags",
    "rankings as such (all their pairs are here, with a common group_id)",
  ],
  meant: ["chosen", "rejected"],
  needs: "pairs",
  needsCard: false,
  columns: [
    { name: "comparison_id", type: text, about: "Names the pair: hash of prompt, both texts and criterion." },
    { name: "chosen", type: chat, about: "The conversation with the better answer." },
    { name: "rejected", type: chat, about: "The conversation with the worse answer." },
    {
      name: "prompt_hash",
      type: text,
      about: "SHA-256 of the prompt; the same prompt is in one split only.",
    },
    { name: "criterion", type: text, about: "What was judged; overall unless the protocol has criteria." },
    { name: "n_votes", type: int, about: "Counted votes for this pair, ties among them." },
    { name: "n_agreeing", type: int, about: "Votes for the chosen side." },
    { name: "agreement", type: float, about: "n_agreeing / n_votes; 0.0 where a ruling has no votes." },
    {
      name: "strength",
      type: float,
      about: "Mean level of the votes towards the chosen side (1 = slightest), ties as 0.",
    },
    { name: "adjudicated", type: bool, about: "A reviewer's ruling decided, whatever the votes said." },
    { name: "source", type: text, about: "annotation, adjudication or imported." },
    { name: "group_id", type: text, about: "Pairs out of one task share it." },
    { name: "pair_weight", type: float, about: "1 / pairs of the group in this export." },
    { name: "chosen_models", type: listOf(text), about: "Every model that gave the chosen text." },
    { name: "rejected_models", type: listOf(text), about: "Every model that gave the rejected text." },
    { name: "language", type: text, about: "As imported, or empty." },
  ],
  rows: (prompt, pairs) => ({
    rows: pairs.map((pair) => ({ config: configOf(pair.criterion), row: toRow(prompt, pair) })),
    skipped: [],
  }),
}

function configOf(criterion: string): string {
  return criterion === "overall" ? "preference" : `preference_${criterion}`
}

function toRow(prompt: PromptUnit, pair: ReadyPair): Row {
  const votes = pair.votesA + pair.votesB + pair.votesTie
  const agreeing = pair.winner === "A" ? pair.votesA : pair.votesB
  return {
    comparison_id: pair.comparisonId,
    chosen: [...prompt.messages, ...pair.chosen.messages],
    rejected: [...prompt.messages, ...pair.rejected.messages],
    prompt_hash: prompt.hash,
    criterion: pair.criterion,
    n_votes: votes,
    n_agreeing: agreeing,
    agreement: votes === 0 ? 0 : agreeing / votes,
    strength: pair.strength,
    adjudicated: pair.source === "adjudication",
    source: pair.source,
    group_id: pair.group,
    pair_weight: pair.weight,
    chosen_models: modelsOf(pair.chosen),
    rejected_models: modelsOf(pair.rejected),
    language: prompt.language ?? "",
  }
}

function modelsOf(text: TextUnit): string[] {
  return [...new Set(text.sources.map((source) => source.model))].sort()
}
