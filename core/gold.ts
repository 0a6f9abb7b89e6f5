import { z } from "zod"

/** The known answer of a task that is no pair, as kept in Gold.answer. Positions are stored ones. */
export const goldAnswerSchema = z.strictObject({
  /** Rank of each position, 1 = best, equal = tie. */
  ranks: z.array(z.number().int().min(1).max(9)).max(9).optional(),
  ratings: z
    .array(
      z.strictObject({
        position: z.number().int().min(0).max(8),
        criterion: z.string().min(1).max(60),
        value: z.number().int(),
        /** How far an answer may be off and still be right. */
        tolerance: z.number().int().min(0).default(1),
      }),
    )
    .optional(),
})
export type GoldAnswer = z.output<typeof goldAnswerSchema>

export type PairPreference = { readonly preference: "A" | "B" | "TIE"; readonly bothBad: boolean }

/** The known answer of a task: of a pair in `preference`, of anything else in `answer`. */
export type KnownAnswer = {
  readonly preference: "A" | "B" | "TIE" | null
  readonly bothBad: boolean
  readonly answer: GoldAnswer | null
}

/** What somebody answered to the overall question. */
export type GivenAnswer = {
  /** The pair (0, 1); null where there is none ("cannot be ranked"). */
  readonly pair: PairPreference | null
  /** Rank per stored position; null = unranked. Empty where no ranking was asked. */
  readonly ranks: readonly (number | null)[]
  readonly ratings: readonly {
    readonly position: number
    readonly criterion: string
    readonly value: number
  }[]
}

/**
 * Whether an answer to a gold task is right. How much better does not matter, only which; a tie is
 * right where the answer is a tie, and a "both bad" only where it says so. A ranking is right where no
 * pair that the known ranks tell apart is turned round or left out. Ratings are right where each is within its
 * tolerance.
 */
export function isRight(known: KnownAnswer, given: GivenAnswer): boolean {
  if (known.preference !== null) {
    return given.pair?.preference === known.preference && given.pair.bothBad === known.bothBad
  }
  const { ranks = [], ratings = [] } = known.answer ?? {}
  return ranksAgree(ranks, given.ranks) && ratings.every((rating) => ratingAgrees(rating, given.ratings))
}

function ranksAgree(known: readonly number[], given: readonly (number | null)[]): boolean {
  return known.every((better, i) =>
    known.every((worse, j) => {
      if (better >= worse) return true
      const [a, b] = [given[i] ?? null, given[j] ?? null]
      return a !== null && b !== null && a <= b
    }),
  )
}

function ratingAgrees(
  known: { position: number; criterion: string; value: number; tolerance: number },
  given: GivenAnswer["ratings"],
): boolean {
  const own = given.find((one) => one.position === known.position && one.criterion === known.criterion)
  return own !== undefined && Math.abs(own.value - known.value) <= known.tolerance
}
