import { chat, float, int, listOf, type Row, struct, text } from "@/formats/columns"
import { anyJsonLines } from "@/formats/export/container"
import { groupKeyOf } from "@/formats/export/finish-pairs"
import type { PairFormat } from "@/formats/export/format"
import type { Judged } from "@/formats/export/judged"
import { configOf, modelsOf } from "@/formats/export/pair-columns"
import { loadDataset } from "@/formats/export/recipes"
import { netWins, ranksOf } from "@/formats/export/select-kwise"
import type { PromptUnit, TextUnit } from "@/formats/export/units"

/**
 * All answers of a ranking in one row, as InstructGPT trains on them: every pair of a prompt in one batch
 * element. Ranks are Copeland's over the decided pairs (1 = best, ties share one).
 */
export const kwiseGroups: PairFormat = {
  name: "kwise_groups",
  label: "Ranked groups",
  about:
    "One line per ranking with all its answers and their ranks, for K-wise reward models; pairs are groups of two.",
  consumers: ["K-wise reward models (InstructGPT, Open-Assistant)", "your own scripts"],
  cannotExpress: ["which pair was decided how (only the ranks that come of it)", "single votes"],
  meant: ["prompt"],
  needs: "pairs",
  needsCard: false,
  keepsTies: true,
  repeatsPairs: false,
  hasMargin: false,
  needsWholeGroups: true,
  defaults: { ties: "keep" },
  containers: anyJsonLines,
  columns: [
    { name: "prompt", type: chat, about: "All turns up to the answers." },
    {
      name: "answers",
      type: listOf(
        struct([
          { name: "answer", type: chat },
          { name: "model", type: text },
          { name: "rank", type: int },
        ]),
      ),
      about: "Best first; rank 1 = best, ties share a rank.",
    },
    { name: "num_responses", type: int, about: "Number of answers." },
    { name: "n_pairs", type: int, about: "Pairs that were judged, ties among them." },
    { name: "mean_strength", type: float, about: "Mean strength of the decided pairs." },
    { name: "group_id", type: text, about: "The ranking." },
    { name: "criterion", type: text },
    { name: "prompt_hash", type: text, about: "SHA-256 of the prompt; one split only." },
    { name: "language", type: text, about: "As imported, or empty." },
  ],
  recipes: (facts) => [loadDataset(facts)],
  rows: (prompt, judged) => ({
    skipped: [],
    rows: groupsOf(judged).map((group) => ({
      config: configOf("kwise_groups", group.criterion),
      row: toRow(prompt, group),
    })),
  }),
}

type Group = { readonly id: string; readonly criterion: string; readonly judged: Judged }

function groupsOf({ pairs, ties }: Judged): Group[] {
  const groups = new Map<string, Group>()
  for (const { group, criterion } of [...pairs, ...ties]) {
    const key = groupKeyOf({ group, criterion })
    if (groups.has(key)) continue
    const isOwn = (other: { group: string; criterion: string }) => groupKeyOf(other) === key
    groups.set(key, {
      id: group,
      criterion,
      judged: { pairs: pairs.filter(isOwn), ties: ties.filter(isOwn) },
    })
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

function toRow(prompt: PromptUnit, { id, criterion, judged }: Group): Row {
  const { pairs, ties } = judged
  const texts = new Map<string, TextUnit>()
  for (const { chosen, rejected } of pairs) texts.set(chosen.hash, chosen).set(rejected.hash, rejected)
  for (const { a, b } of ties) texts.set(a.hash, a).set(b.hash, b)
  const net = netWins(pairs)
  for (const hash of texts.keys()) if (!net.has(hash)) net.set(hash, 0)
  const rank = ranksOf(net)
  const answers = [...texts.values()].toSorted(
    (a, b) => (rank.get(a.hash) ?? 0) - (rank.get(b.hash) ?? 0) || (a.hash < b.hash ? -1 : 1),
  )
  return {
    prompt: prompt.messages,
    answers: answers.map((text) => ({
      answer: text.messages,
      model: modelsOf(text).join("+"),
      rank: (rank.get(text.hash) ?? 0) + 1,
    })),
    num_responses: answers.length,
    n_pairs: pairs.length + ties.length,
    mean_strength:
      pairs.length === 0 ? 0 : pairs.reduce((sum, pair) => sum + pair.strength, 0) / pairs.length,
    group_id: id,
    criterion,
    prompt_hash: prompt.hash,
    language: prompt.language ?? "",
  }
}
