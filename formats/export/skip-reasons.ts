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
  self_contradiction: "One person answered the same pair in opposite ways.",
  too_few_votes: "Fewer votes than asked for.",
  low_agreement: "A smaller share of the votes than asked for agrees.",
  weak: "The preference is weaker than asked for.",
  no_ruling: "No reviewer has ruled on it, where only rulings were asked for.",
  no_counted_annotation: "Every annotation was taken back, excluded, surplus or filtered out.",
  not_rankable: "The annotators said that the texts cannot be compared.",
  no_comparison: "The task asks for no comparison (a rating or a written answer).",
  identical_texts: "Both texts are the same.",
  empty_answer: "One of the texts is empty.",
  held_back: "One of the texts is held back from exports.",
  prompt_role: "The prompt does not end with a user or tool turn.",
  empty_prompt: "The prompt says nothing.",
  unbalanced_roles: "A system turn inside the conversation, or two turns of one side in a row.",
  other_criterion: "Another criterion than those asked for.",
  other_model: "A text of another model than those asked for.",
  not_adjacent: "Not neighbours in the ranking of their group.",
  not_extreme: "Not the best against the worst of their group.",
  another_of_prompt: "Another pair of the same prompt was drawn.",
  system_turn: "The format has no place for a system turn.",
  tool_turn: "The format has no place for a tool turn.",
  multi_turn_prompt: "The format holds a single question, not a conversation.",
  multi_turn_answer: "The format holds an answer of one turn only.",
  turn_order: "The format needs user and assistant strictly in turn, the user first.",
  contains_marker: "A text contains the words that the format separates turns with.",
  same_model: "Both texts come from the same model.",
  mixed_labels: "The same answer is better in one pair and worse in another.",
  not_best: "Another answer to the same prompt is better.",
  no_rating: "The text has no rating, or lacks one of the criteria.",
  not_reviewed: "Nobody has reviewed the written text yet.",
  returned: "The written text went back to its author.",
  written_again: "The same prompt was written by somebody before; a prompt never straddles splits.",
  no_steps: "The answer has a single step only, or the protocol has no flag for a wrong step.",
  format_cannot: "The format cannot express this row.",
} as const

export type SkipReason = keyof typeof skipReasons

/** Why an annotation is not counted. */
export const leftOutReasons = {
  superseded: "A later revision by the same person replaced it.",
  withdrawn: "The person took it back.",
  excluded: "It is excluded from what is counted.",
  surplus: "It came when the task was full.",
  gold: "It answers a control task.",
  repeat: "It answers a hidden repeat.",
  other_prompt: "Its prompt has another tag, language or use case than asked for.",
  other_round: "It belongs to another round than asked for.",
  other_time: "It was given outside the dates asked for.",
  other_protocol: "It was given under another protocol version.",
  other_guideline: "It was given under another version of the guidelines.",
  other_cohort: "It comes from another cohort.",
  other_annotator: "It comes from another person than asked for.",
  not_blind: "The person could see models or results.",
  too_fast: "It took less active time than asked for, or the time is not known.",
  held_out_cohort: "Its prompt is in test for the cohort that is left out of train.",
} as const

export type LeftOutReason = keyof typeof leftOutReasons
