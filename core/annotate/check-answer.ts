import type { VerdictItem } from "@/core/annotate/wire"
import type { Protocol } from "@/core/protocol"
import { isOffered } from "@/core/verdict"

/**
 * Why an answer does not fit the protocol it was given under, or null. `k` is the number of texts
 * of the task, `prompted` whether it gives a prompt. The page offers only what fits, so a finding here is a program error or a forgery;
 * the text is shown to the person all the same.
 */
export function findMisfit(item: VerdictItem, protocol: Protocol, k: number, prompted = true): string | null {
  return (
    misfitOfWritten(item, protocol, k, prompted) ??
    misfitOfVerdict(item, protocol, k) ??
    misfitOfRanks(item, protocol, k) ??
    misfitOfCriteria(item, protocol) ??
    misfitOfRatings(item, protocol, k) ??
    misfitOfConfidence(item, protocol) ??
    misfitOfFlags(item, protocol, k) ??
    misfitOfText(item, protocol)
  )
}

function misfitOfWritten(
  { written, notRankable }: VerdictItem,
  { demonstration }: Protocol,
  k: number,
  prompted: boolean,
): string | null {
  if (!demonstration) return written ? "The protocol does not ask for a text." : null
  if (!written || k > 0) return "The protocol asks for a text."
  if (notRankable) return "A text and “cannot be judged” exclude each other."
  if (written.answer.trim().length < Math.max(1, demonstration.minLength)) return "The text is too short."
  const { promptKinds, useCases } = demonstration
  if (prompted && (written.prompt !== null || written.promptKind !== null))
    return "The task gives the prompt already."
  if (!prompted && (written.prompt?.trim() ?? "") === "") return "The task asks for the prompt too."
  if (!prompted && promptKinds.length > 0 && !promptKinds.includes(written.promptKind ?? ""))
    return "The protocol has no such kind of prompt."
  if (promptKinds.length === 0 && written.promptKind !== null) return "The protocol has no kinds of prompts."
  if (useCases.length > 0 && !useCases.includes(written.useCase ?? ""))
    return "The protocol has no such use case."
  return useCases.length === 0 && written.useCase !== null ? "The protocol asks for no use case." : null
}

function misfitOfVerdict(item: VerdictItem, protocol: Protocol, k: number): string | null {
  if (item.verdict === null) {
    return protocol.kind === "PAIRWISE" && !item.notRankable
      ? "A pair needs an answer: left, right or a tie."
      : null
  }
  if (protocol.kind !== "PAIRWISE" || k !== 2) return "Left and right are answers to a pair only."
  if (item.notRankable) return "An answer and “cannot be judged” exclude each other."
  if (!protocol.scale || !isOffered(item.verdict, protocol.scale))
    return "The protocol does not offer this answer."
  return null
}

function misfitOfCriteria(item: VerdictItem, protocol: Protocol): string | null {
  const names = item.criteria.map((answer) => answer.name)
  if (new Set(names).size !== names.length) return "A criterion was answered twice."
  for (const { name, verdict } of item.criteria) {
    const asked = protocol.criteria.some((one) => one.name === name && one.ask === "comparison")
    if (!asked || !protocol.scale) return `The protocol does not ask to compare by "${name}".`
    if (!isOffered(verdict, protocol.scale)) return `The protocol does not offer this answer for "${name}".`
  }
  if (item.notRankable) return null
  const missing = protocol.criteria.find(
    (one) => one.ask === "comparison" && one.required && !names.includes(one.name),
  )
  return missing ? `The protocol asks to compare by "${missing.name}" too.` : null
}

function misfitOfRatings(item: VerdictItem, protocol: Protocol, k: number): string | null {
  const seen = new Set<string>()
  for (const { panel, criterion, value } of item.ratings) {
    const asked = protocol.criteria.find((one) => one.name === criterion && one.ask === "rating")
    if (!asked) return `The protocol does not ask to rate "${criterion}".`
    if (panel >= k) return `There is no text number ${panel + 1} in this task.`
    if (value < (asked.min ?? 1) || value > (asked.max ?? 7))
      return `${value} is off the scale of "${criterion}".`
    if (seen.has(`${panel}:${criterion}`)) return `"${criterion}" was rated twice for one text.`
    seen.add(`${panel}:${criterion}`)
  }
  if (item.notRankable) return null
  const missing = protocol.criteria
    .filter((one) => one.ask === "rating" && one.required)
    .find((one) =>
      Array.from({ length: k }, (_, panel) => `${panel}:${one.name}`).some((key) => !seen.has(key)),
    )
  return missing ? `The protocol asks to rate "${missing.name}" for every text.` : null
}

function misfitOfRanks(item: VerdictItem, protocol: Protocol, k: number): string | null {
  if (item.ranks === null)
    return protocol.kind === "RANKING" && !item.notRankable ? "A ranking needs ranks." : null
  if (protocol.kind !== "RANKING") return "Ranks are answers to a ranking only."
  if (item.notRankable) return "Ranks and “cannot be judged” exclude each other."
  if (item.ranks.length !== k) return `Expected ${k} ranks, one per text, got ${item.ranks.length}.`
  return misfitOfOrder(item.ranks, protocol)
}

/** Ranks are standard competition ranks: 1 for the best, and after n tied texts the next one is n lower. */
function misfitOfOrder(ranks: readonly (number | null)[], { ranking }: Protocol): string | null {
  const placed = ranks.filter((rank) => rank !== null)
  if (placed.length < ranks.length && !ranking.partial) return "The protocol asks for a rank for every text."
  if (placed.length < Math.min(2, ranks.length)) return "A ranking puts at least two texts in order."
  if (new Set(placed).size < placed.length && !ranking.ties)
    return "The protocol does not allow two texts at the same rank."
  const wrong = placed.find((rank) => rank !== 1 + placed.filter((other) => other < rank).length)
  return wrong === undefined ? null : `Rank ${wrong} does not follow from the number of better texts.`
}

function misfitOfConfidence(item: VerdictItem, protocol: Protocol): string | null {
  if (item.confidence === null)
    return protocol.confidence && item.verdict !== null ? "The protocol asks how sure you are, 1 to 9." : null
  return protocol.confidence ? null : "The protocol does not ask how sure you are."
}

function misfitOfFlags(item: VerdictItem, protocol: Protocol, k: number): string | null {
  for (const { type, panel, span } of item.flags) {
    if (span && (panel === null || !protocol.flagSpans)) return "The protocol does not flag parts of a text."
    if (!protocol.flags.some((known) => known.type === type)) return `The protocol has no flag "${type}".`
    if (panel !== null && panel >= k) return `There is no text number ${panel + 1} in this task.`
  }
  return null
}

function misfitOfText(item: VerdictItem, protocol: Protocol): string | null {
  const length = item.rationale?.trim().length ?? 0
  const { mode, minLength } = protocol.rationale
  if (mode === "required" && length < Math.max(1, minLength)) return "The protocol asks for a reason."
  return null
}
