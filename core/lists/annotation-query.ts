import { z } from "zod"

/** What has become of an answer, in the words of the interface. */
export const annotationStates = ["counted", "surplus", "withdrawn", "excluded", "control"] as const
export type AnnotationState = (typeof annotationStates)[number]

/** Where the better completion stood on the screen. */
export const answerSides = ["left", "right", "tie", "both-bad", "not-rankable"] as const
export type AnswerSide = (typeof answerSides)[number]

export const annotationSorts = ["when", "person", "time"] as const

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((value) => !Number.isNaN(Date.parse(value)))
  .catch("")

/** Filters, order and page of the annotation list; see taskQuerySchema for the rules. */
export const annotationQuerySchema = z.object({
  person: z.uuid().or(z.literal("")).catch("").default(""),
  state: z
    .enum(["all", ...annotationStates])
    .catch("all")
    .default("all"),
  answer: z
    .enum(["any", ...answerSides])
    .catch("any")
    .default("any"),
  /** "any" = has a flag or a note; else one type of flag. */
  flag: z.string().max(100).catch("").default(""),
  /** Version of the guidelines the answer was made under; 0 = none. */
  guideline: z
    .union([z.literal(""), z.coerce.number().int().min(0).max(1_000_000)])
    .catch("")
    .default(""),
  /** First and last day, UTC, both included. */
  from: day.default(""),
  to: day.default(""),
  sort: z.enum(annotationSorts).catch("when").default("when"),
  dir: z.enum(["asc", "desc"]).catch("desc").default("desc"),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type AnnotationQuery = z.infer<typeof annotationQuerySchema>

export const annotationQueryDefaults: AnnotationQuery = annotationQuerySchema.parse({})
export const annotationsPerPage = 50
