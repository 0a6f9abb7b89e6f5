import { z } from "zod"
import { leakStates } from "@/core/leaks/measure"

const text = z
  .string()
  .transform((value) => value.trim().slice(0, 300))
  .catch("")

/** Filters and page of the list of completions that name their model; out of an address (see task-query.ts). */
export const leakQuerySchema = z.object({
  phrase: text.default(""),
  model: text.default(""),
  state: z
    .enum(["all", ...leakStates])
    .catch("all")
    .default("all"),
  /** Only what one import brought: its id. */
  run: z
    .union([z.uuid(), z.literal("")])
    .catch("")
    .default(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type LeakQuery = z.infer<typeof leakQuerySchema>

export const leakQueryDefaults: LeakQuery = leakQuerySchema.parse({})
export const leaksPerPage = 25
