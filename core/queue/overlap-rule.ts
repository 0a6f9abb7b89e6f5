import { answerPosterior } from "@/stats/aggregation/answer-posterior"

/**
 * How many counted annotations a task wants.
 *
 * | task                                            | wants                                             |
 * | ----------------------------------------------- | ------------------------------------------------- |
 * | with an overlap of its own, set by an admin      | that (at least 2 on the share judged twice)       |
 * | of the share judged twice                        | the project's overlap, at least 2, whatever comes |
 * | a pair, and the project's overlap adapts         | 1, then one more at a time while the answer is    |
 * |                                                  | less sure than the target, up to the cap          |
 * | any other                                        | the project's overlap                             |
 *
 * Adaptive overlap never reaches the share judged twice: it asks for more votes where people differ,
 * so agreement computed on tasks that it chose would be too low.
 */
export type OverlapRule = {
  readonly overlap: number
  /** Highest number of annotations; null = the overlap is fixed. */
  readonly adaptiveCap: number | null
  /** Posterior of the answer at which no more are asked for. */
  readonly adaptiveTarget: number | null
  /** Answers that the protocol offers for a pair: 2, or 3 with a tie. */
  readonly answers: number
}

export type OverlapTask = {
  readonly kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"
  readonly doubleJudged: boolean
  readonly ownOverlap: number | null
}

/** Counted votes on a pair: better A, better B, tie (both bad too), cannot be judged. */
export type PairVotes = readonly [a: number, b: number, tie: number, notRankable: number]

export function isAdaptive(rule: OverlapRule, task: OverlapTask): boolean {
  return (
    rule.adaptiveCap !== null && task.kind === "PAIRWISE" && !task.doubleJudged && task.ownOverlap === null
  )
}

/** What a task wants before anybody judged it; for all but adaptive tasks, what it wants for good. */
export function startOverlap(rule: OverlapRule, task: OverlapTask): number {
  if (isAdaptive(rule, task)) return 1
  return Math.max(task.ownOverlap ?? rule.overlap, task.doubleJudged ? 2 : 1)
}

/**
 * What a task wants given its counted votes. Only adaptive tasks look at them.
 *
 * Example, cap 5 and target 0.9, two answers offered: one vote is 0.81 sure, so a second is wanted; it
 * agrees (0.93): two are enough. It differs (0.5): a third; two against one is 0.76, so a fourth; three
 * against one is 0.895, so a fifth, which is the cap.
 */
export function wantedOverlap(rule: OverlapRule, task: OverlapTask, votes: PairVotes): number {
  const { adaptiveCap: cap, adaptiveTarget: target } = rule
  if (!isAdaptive(rule, task) || cap === null || target === null) return startOverlap(rule, task)
  const given = votes.reduce((sum, count) => sum + count, 0)
  if (given === 0) return 1
  return given < cap && certainty(votes, rule.answers) < target ? given + 1 : Math.min(given, cap)
}

/** Posterior of the leading answer of a pair: stats/aggregation/answer-posterior.ts. */
export function certainty([a, b, tie, notRankable]: PairVotes, answers: number): number {
  const counts = answers > 2 || tie > 0 ? [a, b, tie] : [a, b]
  if (notRankable > 0) counts.push(notRankable)
  return Math.max(...answerPosterior(counts))
}
