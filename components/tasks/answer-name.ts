import type { AnswerSide } from "@/core/lists/annotation-query"

/** What the person pressed, as the screen showed it. */
export const answerName: Readonly<Record<AnswerSide, string>> = {
  left: "Left",
  right: "Right",
  tie: "Tie",
  "both-bad": "Both bad",
  "not-rankable": "Cannot be ranked",
}
