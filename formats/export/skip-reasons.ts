/**
 * Why a judged pair (or a judged task without a pair) gives no training row. The list is closed: a
 * row is never dropped without one of these, and each is counted in the manifest.
 */
export const skipReasons = {
  tie: "The votes say that neither side is better.",
  no_majority: "No side has more than half of the votes.",
  not_unanimous: "The votes do not all say the same.",
  not_single: "More than one vote, where exactly one was asked for.",
  contested: "More votes for one side, but stronger ones for the other.",
  no_counted_annotation: "Every annotation was taken back, excluded or surplus.",
  not_rankable: "The annotators said that the texts cannot be compared.",
  no_comparison: "The task asks for no comparison (a rating or a written answer).",
  identical_texts: "Both texts are the same.",
  empty_answer: "One of the texts is empty.",
  held_back: "One of the texts is held back from exports.",
  prompt_role: "The prompt does not end with a user or tool turn.",
  empty_prompt: "The prompt says nothing.",
  unbalanced_roles: "A system turn inside the conversation, or two turns of one side in a row.",
  format_cannot: "The format cannot express this row.",
} as const

export type SkipReason = keyof typeof skipReasons

/** Why an annotation is not counted. */
export const leftOutReasons = {
  superseded: "A later revision by the same person replaced it.",
  withdrawn: "The person took it back.",
  surplus: "It came when the task was full.",
  excluded: "It is excluded from what is counted.",
  gold: "It answers a control task.",
  repeat: "It answers a hidden repeat.",
} as const

export type LeftOutReason = keyof typeof leftOutReasons
