import { z } from "zod"

/** Which groups of near duplicates a list shows, and behind which number it begins. */
export const duplicateQuerySchema = z.object({
  show: z.enum(["all", "open", "contaminated"]).catch("all").default("all"),
  after: z.coerce.number().int().min(0).max(1_000_000_000).catch(0).default(0),
})
export type DuplicateFilter = z.infer<typeof duplicateQuerySchema>
export const duplicateQueryDefaults: DuplicateFilter = duplicateQuerySchema.parse({})
