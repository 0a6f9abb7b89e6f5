import type { GoldAnswer } from "@/core/gold"

/** The known answer in words. Text 1, 2, … are stored positions, as on the task's page. */
export function toGoldAnswerText(gold: {
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad: boolean
  readonly answer: GoldAnswer | null
}): string {
  if (gold.bothBad) return "Both bad"
  if (gold.preference === "A") return "Text 1 is better"
  if (gold.preference === "B") return "Text 2 is better"
  if (gold.preference === "TIE") return "The same"
  const { ranks = [], ratings = [] } = gold.answer ?? {}
  return [
    ...(ranks.length > 0 ? [`Texts from best to worst: ${toOrder(ranks)}`] : []),
    ...ratings.map(
      ({ position, criterion, value, tolerance }) =>
        `text ${position + 1}, ${criterion}: ${value}${tolerance > 0 ? ` ± ${tolerance}` : ""}`,
    ),
  ].join("; ")
}

/** Ranks 2, 1, 2 → "2, 1 = 3". */
function toOrder(ranks: readonly number[]): string {
  const groups = [...new Set(ranks)].toSorted((a, b) => a - b)
  return groups
    .map((rank) => ranks.flatMap((own, position) => (own === rank ? [position + 1] : [])).join(" = "))
    .join(", ")
}
