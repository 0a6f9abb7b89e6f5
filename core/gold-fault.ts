import type { GoldAnswer } from "@/core/gold"
import type { Protocol } from "@/core/protocol"

type Asked = Pick<Protocol, "criteria" | "ranking">

/**
 * Why a known answer cannot be that of a ranking or rating task of `k` texts under a protocol: nobody
 * could be right then. Null where it can.
 */
export function findGoldFault(
  kind: "RANKING" | "RATING",
  k: number,
  { ranks, ratings = [] }: GoldAnswer,
  asked: Asked,
): string | null {
  if (!ranks && ratings.length === 0) return "Say the known ranks or ratings."
  if (ranks) {
    if (kind !== "RANKING") return "This task asks for ratings, so it has no known ranks."
    if (ranks.length !== k) return `This task has ${k} texts: give each a rank.`
    if (!asked.ranking.ties && new Set(ranks).size < k) return "The protocol allows no ties between ranks."
    if (new Set(ranks).size === 1) return "Ranks that are all equal are right whatever people answer."
  }
  for (const { position, criterion, value } of ratings) {
    const known = asked.criteria.find((one) => one.ask === "rating" && one.name === criterion)
    if (!known) return `The protocol rates nothing called "${criterion}".`
    if (position >= k) return `This task has ${k} texts; there is no text ${position + 1}.`
    const [min, max] = [known.min ?? 1, known.max ?? 7]
    if (value < min || value > max) return `${known.label} goes from ${min} to ${max}, not ${value}.`
  }
  return null
}
