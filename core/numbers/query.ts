import { z } from "zod"

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((value) => !Number.isNaN(Date.parse(value)))
  .catch("")
const text = z.string().max(200).catch("").default("")

/**
 * Filters of the numbers page, all of them in its address; empty = all. A value that cannot be is none. `criterion`
 * is one and never all: answers to different questions are not added up.
 */
export const numbersQuerySchema = z.object({
  round: z.uuid().or(z.literal("")).catch("").default(""),
  cohort: text,
  criterion: z.string().max(100).catch("overall").default("overall"),
  /** First and last day, UTC, both included. */
  from: day.default(""),
  to: day.default(""),
  tag: text,
  useCase: text,
  language: text,
  guideline: z.coerce.number().int().min(1).max(1_000_000).catch(0).default(0),
  /** Comparisons in which this model takes part. */
  model: z.uuid().or(z.literal("")).catch("").default(""),
  /** What an hour of work costs; changes no other figure. */
  rate: z.coerce.number().min(0).max(100_000).catch(0).default(0),
})
export type NumbersQuery = z.infer<typeof numbersQuerySchema>

export const numbersQueryDefaults: NumbersQuery = numbersQuerySchema.parse({})

export type NumbersFilter = Omit<NumbersQuery, "rate">

export function toNumbersFilter(query: NumbersQuery): NumbersFilter {
  const { rate: _rate, ...filter } = query
  return filter
}

/** Whether the sums by round, cohort and criterion answer it; else the ledgers are read. */
export function isSummed(filter: NumbersFilter): boolean {
  const { from, to, tag, useCase, language, guideline, model } = filter
  return `${from}${to}${tag}${useCase}${language}${model}` === "" && guideline === 0
}
