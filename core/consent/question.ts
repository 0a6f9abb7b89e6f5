import { z } from "zod"

/** A voluntary question as an admin writes it: one choice a line. */
export const questionSchema = z.object({
  text: z.string().trim().min(1, "Write the question.").max(300, "At most 300 characters."),
  choices: z
    .string()
    .max(5000)
    .transform((text) => [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter(Boolean))
    .pipe(
      z
        .array(z.string().max(100, "A choice has at most 100 characters."))
        .min(2, "Write at least two choices, one a line.")
        .max(30, "At most 30 choices."),
    ),
})

/** As asked. "Prefer not to say" is added by whoever shows it. */
export type AskedQuestion = {
  readonly id: string
  readonly text: string
  readonly choices: readonly string[]
}

/** As an admin sees it: counts only, small ones hidden (core/consent/small-cells.ts). */
export type CountedQuestion = AskedQuestion & {
  readonly retired: boolean
  readonly total: number | null
  readonly cells: readonly (number | null)[]
  /** "Prefer not to say", hidden by the same rule. */
  readonly unsaid: number | null
}

export type ConsentVersion = {
  readonly version: number
  readonly createdAt: Date
  readonly by: string | null
  readonly empty: boolean
  /** People whose newest answer to this version is yes, or no. */
  readonly accepted: number
  readonly refused: number
}

/** What a person said in one project, for their own eyes. */
export type GivenConsent = {
  readonly slug: string
  readonly project: string
  readonly version: number
  /** Their newest answer to the newest version they were asked for; null = none was asked. */
  readonly accepted: boolean | null
  readonly at: Date
  /** They answered voluntary questions here. */
  readonly questions: boolean
}
