import { z } from "zod"
import { holdReasons } from "@/core/prompts/hold"

/** What a select sends for "has none": no use case, language or tag is called so. */
export const without = "(none)"

export const promptHas = ["completions", "no-completions", "tasks", "no-tasks"] as const
export const promptStates = ["served", "held", ...holdReasons] as const
export const promptSplits = ["train", "validation", "test", "none"] as const

const text = z
  .string()
  .transform((value) => value.trim().slice(0, 300))
  .catch("")
  .default("")

/** Filters of the list of prompts; out of an address that anybody can type (see task-query.ts). */
export const promptFilterSchema = z.object({
  q: text,
  useCase: text,
  language: text,
  tag: text,
  user: text,
  /** Number of a round, or `none`: prompts with completions of it; with `has`, that is about the round alone. */
  round: z
    .string()
    .regex(/^(?:none|[1-9]\d{0,5})?$/)
    .catch("")
    .default(""),
  split: z
    .enum(["all", ...promptSplits])
    .catch("all")
    .default("all"),
  has: z
    .enum(["any", ...promptHas])
    .catch("any")
    .default("any"),
  state: z
    .enum(["all", ...promptStates])
    .catch("all")
    .default("all"),
})
export type PromptFilter = z.infer<typeof promptFilterSchema>

/** With the place in the list: behind `after`, or before `before`; ids of prompts, which are in order of time. */
export const promptQuerySchema = promptFilterSchema.extend({
  after: z
    .union([z.uuid(), z.literal("")])
    .catch("")
    .default(""),
  before: z
    .union([z.uuid(), z.literal("")])
    .catch("")
    .default(""),
})
export type PromptQuery = z.infer<typeof promptQuerySchema>

export const promptQueryDefaults: PromptQuery = promptQuerySchema.parse({})
export const promptFilterDefaults: PromptFilter = promptFilterSchema.parse({})
export const promptsPerPage = 50

/** The filter alone, without the place in the list. */
export function toPromptFilter({ after: _after, before: _before, ...filter }: PromptQuery): PromptFilter {
  return filter
}
