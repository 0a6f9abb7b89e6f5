import { bool, chat, int, type Row, text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import type { PairFormat, Produced } from "@/formats/export/format"
import type { Judged } from "@/formats/export/judged"
import { configOf } from "@/formats/export/pair-columns"
import { loadDataset, trl } from "@/formats/export/recipes"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { PromptUnit, TextUnit } from "@/formats/export/units"

/**
 * One row per answer with a label of good or bad. An answer that is better in one pair and worse in
 * another has no label of its own and is left out (a row each way would teach nothing). An answer in a
 * "both bad" tie is bad; other ties say nothing about either.
 */
export const ktoUnpaired: PairFormat = {
  name: "kto_unpaired",
  label: "Single answers, good or bad",
  about: "One line per answer with label true or false, for KTO and binary classifiers.",
  consumers: ["TRL (kto)"],
  cannotExpress: [
    "the pairs (an answer's label is that of all its pairs)",
    "answers that won one pair and lost another",
    "strength and agreement",
  ],
  meant: ["prompt", "completion", "label"],
  needs: "pairs",
  needsCard: false,
  keepsTies: true,
  repeatsPairs: false,
  hasMargin: false,
  needsWholeGroups: true,
  defaults: { ties: "keep" },
  containers: anyJsonLines,
  columns: [
    { name: "prompt", type: chat, about: "All turns up to the answer." },
    { name: "completion", type: chat, about: "The answer." },
    { name: "label", type: bool, about: "true = better in all of its pairs." },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
    { name: "content_hash", type: text, about: "SHA-256 of the answer." },
    { name: "criterion", type: text, about: "What was judged." },
    { name: "n_pairs", type: int, about: "Pairs that the label comes from." },
  ],
  recipes: (facts) => [trl("kto", facts), loadDataset(facts)],
  rows: (prompt, judged) => {
    const rows: { config: string; row: Row }[] = []
    const skipped: SkipReason[] = judged.ties.filter((tie) => !tie.bothBad).map(() => "tie" as const)
    for (const [criterion, answers] of answersOf(judged)) {
      for (const answer of answers) {
        if (answer.good > 0 && answer.bad > 0) skipped.push("mixed_labels")
        else rows.push({ config: configOf("kto_unpaired", criterion), row: toRow(prompt, criterion, answer) })
      }
    }
    return { rows, skipped } satisfies Produced
  },
}

type Answer = { readonly text: TextUnit; good: number; bad: number }

/** By criterion; answers in order of their hash. */
function answersOf({ pairs, ties }: Judged): [string, Answer[]][] {
  const found = new Map<string, Map<string, Answer>>()
  const note = (criterion: string, text: TextUnit, isGood: boolean) => {
    const own = found.get(criterion) ?? new Map<string, Answer>()
    found.set(criterion, own)
    const answer = own.get(text.hash) ?? { text, good: 0, bad: 0 }
    own.set(text.hash, answer)
    if (isGood) answer.good++
    else answer.bad++
  }
  for (const pair of pairs) {
    note(pair.criterion, pair.chosen, true)
    note(pair.criterion, pair.rejected, false)
  }
  for (const tie of ties) {
    if (!tie.bothBad) continue
    note(tie.criterion, tie.a, false)
    note(tie.criterion, tie.b, false)
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([criterion, own]) => [
      criterion,
      [...own.values()].sort((a, b) => (a.text.hash < b.text.hash ? -1 : 1)),
    ])
}

function toRow(prompt: PromptUnit, criterion: string, { text, good, bad }: Answer): Row {
  return {
    prompt: prompt.messages,
    completion: text.messages,
    label: good > 0,
    prompt_hash: prompt.hash,
    content_hash: text.hash,
    criterion,
    n_pairs: good + bad,
  }
}
