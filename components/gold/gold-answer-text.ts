/** The known answer in words. Text 1 and 2 are stored positions, as on the task's page. */
export function toGoldAnswerText(gold: {
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad: boolean
}): string {
  if (gold.bothBad) return "Both bad"
  if (gold.preference === "A") return "Text 1 is better"
  if (gold.preference === "B") return "Text 2 is better"
  return gold.preference === "TIE" ? "The same" : "Known ranks or ratings"
}
