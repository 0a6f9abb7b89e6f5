import type { Messages } from "@/core/messages"
import { isEmptyAnswer } from "@/core/same-text"
import type { DecidedPair, DecidedTie, Decision } from "@/formats/export/decide-pairs"
import type { Judged } from "@/formats/export/judged"
import { areSameTurns } from "@/formats/export/same-turns"
import { selectKwise } from "@/formats/export/select-kwise"
import type { ExportSettings } from "@/formats/export/settings"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { TextUnit } from "@/formats/export/units"

export type FinishSettings = Pick<ExportSettings, "kwise" | "seed" | "models" | "withoutModels">

/**
 * Puts the texts in, drops what no trainer should see, and chooses among the pairs of a group, each
 * with its reason.
 */
export function finishPairs(
  prompt: Messages,
  decision: Pick<Decision, "pairs" | "ties">,
  texts: ReadonlyMap<string, TextUnit>,
  settings: FinishSettings,
  sha256: (text: string) => string,
): Judged & { readonly skipped: readonly SkipReason[] } {
  const skipped: SkipReason[] = []
  // A pair is looked at, and counted, once, however many rows it gives.
  const known = new Map<string, boolean>()
  const isFit = ({ hashA, hashB, comparisonId }: DecidedPair | DecidedTie) => {
    const before = known.get(comparisonId)
    if (before !== undefined) return before
    const [a, b] = [textOf(texts, hashA), textOf(texts, hashB)]
    const reason = unfitReason(prompt, a, b) ?? modelReason(a, b, settings)
    known.set(comparisonId, reason === undefined)
    if (reason !== undefined) skipped.push(reason)
    return reason === undefined
  }
  const fit = decision.pairs.filter(isFit)
  const fitTies = decision.ties.filter(isFit)
  const selected = selectKwise(fit, settings, sha256)
  skipped.push(...selected.skipped)
  const sizes = groupSizes(selected.pairs, fitTies)
  const weightOf = (pair: DecidedPair | DecidedTie) =>
    sizes.size === 0 ? 1 : 1 / (sizes.get(groupKeyOf(pair)) ?? 1)
  return {
    skipped,
    pairs: selected.pairs
      .map((pair) => {
        const [a, b] = [textOf(texts, pair.hashA), textOf(texts, pair.hashB)]
        const [chosen, rejected] = pair.winner === "A" ? [a, b] : [b, a]
        return { chosen, rejected, weight: weightOf(pair), ...pair }
      })
      .toSorted(inOrder),
    ties: fitTies
      .map((tie) => ({
        a: textOf(texts, tie.hashA),
        b: textOf(texts, tie.hashB),
        weight: weightOf(tie),
        ...tie,
      }))
      .toSorted(inOrder),
  }
}

function inOrder(
  a: { readonly comparisonId: string; readonly part: number },
  b: { readonly comparisonId: string; readonly part: number },
): number {
  if (a.comparisonId === b.comparisonId) return a.part - b.part
  return a.comparisonId < b.comparisonId ? -1 : 1
}

/** Pairs per group, each pair once however many rows it gives; empty where each is alone in its group. */
function groupSizes(...lists: readonly (readonly (DecidedPair | DecidedTie)[])[]): Map<string, number> {
  const sizes = new Map<string, number>()
  const seen = new Set<string>()
  const all = lists.flat()
  // The usual case, where no key needs to be put together.
  if (new Set(all.map(({ group }) => group)).size === all.length) return sizes
  for (const pair of all) {
    const key = groupKeyOf(pair)
    const id = `${key} ${pair.comparisonId}`
    if (seen.has(id)) continue
    seen.add(id)
    sizes.set(key, (sizes.get(key) ?? 0) + 1)
  }
  return sizes
}

/** Weights are per criterion: each criterion is a data set of its own. */
export function groupKeyOf(pair: { readonly group: string; readonly criterion: string }): string {
  return `${pair.group} ${pair.criterion}`
}

/** Rules of the formats guide 9.7; undefined = fit. */
export function unfitReason(prompt: Messages, a: TextUnit, b: TextUnit): SkipReason | undefined {
  if (a.heldBack || b.heldBack) return "held_back"
  // Texts with a model's name masked may have become the same.
  if (a.hash === b.hash || areSameTurns(a.messages, b.messages)) return "identical_texts"
  if (a.isEmpty || b.isEmpty) return "empty_answer"
  if (isEmptyAnswer(prompt.filter((message) => message.role !== "system"))) return "empty_prompt"
  const last = prompt.at(-1)?.role
  if (last !== "user" && last !== "tool") return "prompt_role"
  if (!isBalanced(prompt, a.messages) || !isBalanced(prompt, b.messages)) return "unbalanced_roles"
  return undefined
}

/** `models`: each text was given by one of these; `withoutModels`: neither comes from these alone. */
function modelReason(a: TextUnit, b: TextUnit, settings: FinishSettings): SkipReason | undefined {
  const { models, withoutModels } = settings
  if (models.length === 0 && withoutModels.length === 0) return undefined
  const isWanted = ({ sources }: TextUnit) =>
    sources.some(
      ({ model }) => (models.length === 0 || models.includes(model)) && !withoutModels.includes(model),
    )
  return isWanted(a) && isWanted(b) ? undefined : "other_model"
}

/** System only first, nobody speaks twice in a row, the answer begins and ends with the assistant. */
function isBalanced(prompt: Messages, answer: Messages): boolean {
  if (answer[0]?.role !== "assistant" || answer.at(-1)?.role !== "assistant") return false
  let before = ""
  for (const turns of [prompt, answer]) {
    for (const { role } of turns) {
      if (role === "system" ? before !== "" : role !== "tool" && role === before) return false
      before = role
    }
  }
  return true
}

function textOf(texts: ReadonlyMap<string, TextUnit>, hash: string): TextUnit {
  const text = texts.get(hash)
  if (!text) throw new RangeError(`The text ${hash} was not read.`)
  return text
}
