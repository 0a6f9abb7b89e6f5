import type { TaskAnswer } from "@/core/lists/task-detail"

type Comparison = TaskAnswer["comparisons"][number]

/** "Text 1 better, level 2 · stood on the left": stored answer and screen, in one line. */
export function toAnswerText(answer: TaskAnswer, comparison: Comparison): string {
  if (comparison.preference === "TIE") return comparison.bothBad ? "Both bad" : "Tie"
  const better = comparison.preference === "A" ? comparison.positionA : comparison.positionB
  const level = comparison.level !== null && comparison.level > 1 ? `, strength ${comparison.level}` : ""
  const side = answer.shown.length === 2 ? ` · chose ${answer.shown[0] === better ? "left" : "right"}` : ""
  return `Text ${better + 1} better${level}${side}`
}

/** Which text stood where: "Text 2 left, text 1 right". */
export function toShownText(shown: readonly number[]): string {
  if (shown.length === 2) return `Text ${(shown[0] ?? 0) + 1} left, text ${(shown[1] ?? 0) + 1} right`
  return `Shown in the order ${shown.map((position) => position + 1).join(", ")}`
}
