import { z } from "zod"

/** Filter and page of the list of questions; out of an address (see task-query.ts). */
export const questionQuerySchema = z.object({
  state: z.enum(["all", "open", "answered"]).catch("all").default("all"),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type QuestionQuery = z.infer<typeof questionQuerySchema>
export const questionQueryDefaults: QuestionQuery = questionQuerySchema.parse({})
export const questionsPerPage = 25
