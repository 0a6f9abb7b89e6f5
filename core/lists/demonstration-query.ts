import { z } from "zod"

/** Filter and page of the list of written texts; out of an address (see task-query.ts). */
export const demonstrationQuerySchema = z.object({
  state: z.enum(["waiting", "accepted", "returned"]).catch("waiting").default("waiting"),
  /** The text that is open; empty = the next one that waits. */
  text: z
    .union([z.uuid(), z.literal("")])
    .catch("")
    .default(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type DemonstrationQuery = z.infer<typeof demonstrationQuerySchema>
export type DemonstrationState = DemonstrationQuery["state"]
export const demonstrationQueryDefaults: DemonstrationQuery = demonstrationQuerySchema.parse({})
export const demonstrationsPerPage = 25
