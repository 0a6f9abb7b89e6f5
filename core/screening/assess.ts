import type { ScreeningSettings } from "@/core/screening/settings"

/** One answer to a gold task of the running attempt, oldest first. */
export type ScreeningAnswer = { readonly part: string; readonly right: boolean }

export type PartOutcome = {
  readonly name: string
  readonly title: string
  readonly kind: "gold" | "graded"
  /** Right answers, or the score. */
  readonly reached: number
  /** Answers given so far, or (graded) the best score there is. */
  readonly of: number
  /** Answers wanted; 0 for a graded part. */
  readonly wanted: number
  /** Share 0..1, or the score, that passes. */
  readonly threshold: number
  readonly complete: boolean
  readonly passed: boolean
}

export type AttemptOutcome = {
  readonly parts: readonly PartOutcome[]
  readonly complete: boolean
  readonly passed: boolean
}

/**
 * How an attempt stands: every part must reach its own threshold. Answers beyond the number a part asks
 * for do not count, nor do those of other parts.
 *
 * Example: 15 of 20 right with a threshold of 0.75 passes, 14 of 20 does not.
 */
export function assessAttempt(
  settings: ScreeningSettings,
  answers: readonly ScreeningAnswer[],
  grades: ReadonlyMap<string, number>,
): AttemptOutcome {
  const parts = settings.parts.map((part): PartOutcome => {
    const { name, title, kind, threshold } = part
    if (part.kind === "graded") {
      const score = grades.get(name)
      const reached = score ?? 0
      return {
        name,
        title,
        kind,
        reached,
        of: part.most,
        wanted: 0,
        threshold,
        complete: score !== undefined,
        passed: score !== undefined && reached >= threshold,
      }
    }
    const own = answers.filter((answer) => answer.part === name).slice(0, part.tasks)
    const reached = own.filter((answer) => answer.right).length
    const complete = own.length === part.tasks
    // Whole numbers, so that 15 of 20 is 0.75 exactly.
    const passed = complete && reached >= Math.ceil(threshold * part.tasks - 1e-9)
    return { name, title, kind, reached, of: own.length, wanted: part.tasks, threshold, complete, passed }
  })
  return {
    parts,
    complete: parts.every((part) => part.complete),
    passed: parts.every((part) => part.passed),
  }
}

/** Gold tasks still to be given per part, where `given` are answered or lie open on the person's page. */
export function partsLeft(
  settings: ScreeningSettings,
  given: readonly { readonly part: string }[],
): { part: string; left: number }[] {
  return settings.parts.flatMap((part) => {
    if (part.kind !== "gold") return []
    const left = part.tasks - given.filter((one) => one.part === part.name).length
    return left > 0 ? [{ part: part.name, left }] : []
  })
}
