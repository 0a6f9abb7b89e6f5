import { z } from "zod"

/** One turn of the loop collect, train, collect again, with what lies in it. */
export type RoundRow = {
  readonly id: string
  /** Counts from 1 in the order of making; what exports and the command line call it. */
  readonly number: number
  readonly name: string
  readonly policyVersion: string | null
  /** `YYYY-MM-DD`. */
  readonly startsOn: string | null
  /** 0..1. */
  readonly onDistributionShare: number | null
  readonly active: boolean
  readonly closed: boolean
  readonly completions: number
  readonly tasks: number
  /** Tasks with every judgment they want. */
  readonly done: number
}

/** As the filters and the import page offer it. */
export type RoundChoice = Pick<RoundRow, "number" | "name" | "active" | "closed">

export function roundLabel({ number, name }: Pick<RoundRow, "number" | "name">): string {
  return `${number} · ${name}`
}

const none = z.literal("").transform(() => null)

/** A round as a form or a command line says it; an empty field is not known. */
export const roundInputSchema = z.object({
  name: z.string().trim().min(1, "A round needs a name.").max(120, "A name has at most 120 characters."),
  policyVersion: none
    .or(z.string().trim().max(120, "At most 120 characters."))
    .default(null)
    .transform((text) => text || null),
  startsOn: none.or(z.iso.date("Expected a day such as 2026-01-31.")).default(null),
  /** In percent, since that is how people say it. */
  onDistribution: none
    .or(z.coerce.number("Expected a number from 0 to 100.").min(0, "At least 0.").max(100, "At most 100."))
    .default(null),
})
export type RoundInput = z.output<typeof roundInputSchema>
