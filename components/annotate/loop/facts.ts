import type { Progress, ProjectFacts } from "@/components/annotate/loop/snapshot"
import type { Outcome } from "@/core/annotate/reducer"
import type { LeaseResponse } from "@/core/annotate/wire"

/** Counted up when the shape of what is kept changes: older facts are then fetched anew. */
export function factsKey(slug: string): string {
  return `project-2:${slug}`
}

/** What is known of the project after an answer: it leaves out what the page said that it has. */
export function learnFacts(before: ProjectFacts | null, answer: LeaseResponse): ProjectFacts | null {
  const protocol = answer.protocol ?? before?.protocol
  if (!protocol) return before
  const known = answer.guidelineVersion === null ? null : (before?.guidelines ?? null)
  return {
    protocol,
    // Guidelines the page knew already come without word of whether they still have to be confirmed.
    guidelines:
      answer.guidelines ??
      (known && answer.state !== "paused" ? { ...known, mustConfirm: answer.state === "confirm" } : known),
    answers: answer.answers ?? before?.answers ?? [],
    answersStamp: answer.answersStamp,
    leaseAhead: answer.leaseAhead,
    blurContent: answer.blurContent,
    breakAfterMin: answer.breakAfterMin,
  }
}

/** The server's count, with what lies here unsent. */
export function learnProgress(
  before: Progress | null,
  { progress }: LeaseResponse,
  unsent: number,
): Progress | null {
  if (!progress) return before
  return { doneToday: Math.max(0, progress.doneToday + unsent), left: progress.left }
}

/** One more done, or one taken back. A skip is no answer, but the task is gone from those left. */
export function countDone(progress: Progress | null, outcome: Outcome, by: 1 | -1): Progress | null {
  if (progress === null) return null
  const { doneToday, left } = progress
  return {
    doneToday: doneToday + (outcome.kind === "skip" ? 0 : by),
    left: left && { ...left, count: Math.max(0, left.count - by) },
  }
}
