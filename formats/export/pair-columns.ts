import { bool, type Column, float, int, listOf, type Row, text } from "@/formats/columns"
import type { ReadyPair } from "@/formats/export/judged"
import type { Produced } from "@/formats/export/format"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { PromptUnit, TextUnit } from "@/formats/export/units"

/** What names a row's pair and its prompt: enough to find where it came from. */
export const traceColumns: readonly Column[] = [
  { name: "comparison_id", type: text, about: "Names the pair: hash of prompt, both texts and criterion." },
  { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; the same prompt is in one split only." },
]

/** Everything flat that is known about a decided pair; never null, never a reserved name. */
export const metaColumns: readonly Column[] = [
  { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; the same prompt is in one split only." },
  { name: "criterion", type: text, about: "What was judged; overall unless the protocol has criteria." },
  { name: "n_votes", type: int, about: "Counted votes that the row is made of, ties among them." },
  { name: "n_agreeing", type: int, about: "Votes for the chosen side." },
  { name: "agreement", type: float, about: "n_agreeing / n_votes; 0.0 where a ruling has no votes." },
  {
    name: "strength",
    type: float,
    about: "Mean level of the votes towards the chosen side (1 = slightest), ties as 0.",
  },
  { name: "adjudicated", type: bool, about: "A reviewer's ruling decided, whatever the votes said." },
  { name: "source", type: text, about: "annotation, adjudication or imported." },
  { name: "annotator", type: text, about: "Pseudonym, where there is a row per person; else empty." },
  { name: "group_id", type: text, about: "Pairs out of one task share it." },
  { name: "pair_weight", type: float, about: "1 / pairs of the group in this export." },
  { name: "chosen_models", type: listOf(text), about: "Every model that gave the chosen text." },
  { name: "rejected_models", type: listOf(text), about: "Every model that gave the rejected text." },
  { name: "language", type: text, about: "As imported, or empty." },
]

/**
 * To be spread behind the other keys of a row: keys added to a spread object cost V8 some twenty times as much,
 * and columns order the keys anyway.
 */
export function metaOf(prompt: PromptUnit, pair: ReadyPair): Row {
  const votes = pair.votesA + pair.votesB + pair.votesTie
  const agreeing = pair.winner === "A" ? pair.votesA : pair.votesB
  return {
    prompt_hash: prompt.hash,
    criterion: pair.criterion,
    n_votes: votes,
    n_agreeing: agreeing,
    agreement: votes === 0 ? 0 : agreeing / votes,
    strength: pair.strength,
    adjudicated: pair.source === "adjudication",
    source: pair.source,
    annotator: pair.annotator,
    group_id: pair.group,
    pair_weight: pair.weight,
    chosen_models: modelsOf(pair.chosen),
    rejected_models: modelsOf(pair.rejected),
    language: prompt.language ?? "",
  }
}

/** Sorted, each once. */
export function modelsOf(text: TextUnit): string[] {
  const [first, second] = text.sources
  if (first && !second) return [first.model]
  return [...new Set(text.sources.map((source) => source.model))].sort()
}

/** Each criterion is a config of its own; `overall` has the format's name. */
export function configOf(format: string, criterion: string): string {
  return criterion === "overall" ? format : `${format}_${criterion}`
}

/** One row per entry, or the reason why the format cannot say the pair: counted once a pair. */
export function eachPair<T extends { readonly criterion: string; readonly comparisonId: string }>(
  format: string,
  pairs: readonly T[],
  toRow: (pair: T) => Row | SkipReason,
): Produced {
  const rows: { config: string; row: Row }[] = []
  const skipped: SkipReason[] = []
  let last = ""
  for (const pair of pairs) {
    const row = toRow(pair)
    if (typeof row === "string") {
      if (pair.comparisonId !== last) skipped.push(row)
      last = pair.comparisonId
    } else rows.push({ config: configOf(format, pair.criterion), row })
  }
  return { rows, skipped }
}
