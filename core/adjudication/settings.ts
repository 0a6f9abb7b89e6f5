import { z } from "zod"

/** How a project rules; ranges are the CHECKs of the table. */
export const rulingSettingsSchema = z.object({
  /** Posterior of the leading answer under which a pair is contested; 0 = never by that. */
  contestedBelow: z.coerce
    .number("The threshold is a number from 0 to 1.")
    .min(0, "The threshold is at least 0.")
    .max(1, "The threshold is at most 1."),
  rulingReason: z.boolean(),
  rulingByVoters: z.boolean(),
})
export type RulingSettings = z.infer<typeof rulingSettingsSchema>
