import { isEmptyAnswer } from "@/core/same-text"
import type { Messages } from "@/core/messages"
import type { DecidedPair } from "@/formats/export/decide-pairs"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { TextUnit } from "@/formats/export/units"

/** A pair that may be trained on, its texts in place and its better side named. */
export type ReadyPair = DecidedPair & {
  readonly chosen: TextUnit
  readonly rejected: TextUnit
  /** 1 / pairs exported of the group, so that a ranking weighs as much as a single pair. */
  readonly weight: number
}

/** Puts the texts in and drops what no trainer should see, each with its reason. */
export function finishPairs(
  prompt: Messages,
  pairs: readonly DecidedPair[],
  texts: ReadonlyMap<string, TextUnit>,
): { readonly pairs: readonly ReadyPair[]; readonly skipped: readonly SkipReason[] } {
  const skipped: SkipReason[] = []
  const good: { pair: DecidedPair; chosen: TextUnit; rejected: TextUnit }[] = []
  for (const pair of pairs) {
    const a = textOf(texts, pair.hashA)
    const b = textOf(texts, pair.hashB)
    const reason = unfitReason(prompt, a, b)
    if (reason !== undefined) skipped.push(reason)
    else
      good.push({ pair, ...(pair.winner === "A" ? { chosen: a, rejected: b } : { chosen: b, rejected: a }) })
  }
  const sizes = new Map<string, number>()
  for (const { pair } of good) sizes.set(groupKeyOf(pair), (sizes.get(groupKeyOf(pair)) ?? 0) + 1)
  return {
    skipped,
    pairs: good
      .map(({ pair, chosen, rejected }) => ({
        ...pair,
        chosen,
        rejected,
        weight: 1 / (sizes.get(groupKeyOf(pair)) ?? 1),
      }))
      .toSorted((a, b) => (a.comparisonId < b.comparisonId ? -1 : 1)),
  }
}

/** Weights are per criterion: each criterion is a data set of its own. */
function groupKeyOf(pair: DecidedPair): string {
  return `${pair.group} ${pair.criterion}`
}

/** Rules of the formats guide 9.7; undefined = fit. */
export function unfitReason(prompt: Messages, a: TextUnit, b: TextUnit): SkipReason | undefined {
  if (a.heldBack || b.heldBack) return "held_back"
  if (a.hash === b.hash) return "identical_texts"
  if (a.isEmpty || b.isEmpty) return "empty_answer"
  if (isEmptyAnswer(prompt.filter((message) => message.role !== "system"))) return "empty_prompt"
  const last = prompt.at(-1)?.role
  if (last !== "user" && last !== "tool") return "prompt_role"
  if (!isBalanced(prompt, a.messages) || !isBalanced(prompt, b.messages)) return "unbalanced_roles"
  return undefined
}

/** System only first, nobody speaks twice in a row, the answer begins and ends with the assistant. */
function isBalanced(prompt: Messages, answer: Messages): boolean {
  if (answer[0]?.role !== "assistant" || answer.at(-1)?.role !== "assistant") return false
  const roles = [...prompt, ...answer].map((message) => message.role)
  return roles.every((role, index) => {
    if (role === "system") return index === 0
    return role === "tool" || role !== roles[index - 1]
  })
}

function textOf(texts: ReadonlyMap<string, TextUnit>, hash: string): TextUnit {
  const text = texts.get(hash)
  if (!text) throw new RangeError(`The text ${hash} was not read.`)
  return text
}
