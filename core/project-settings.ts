import { z } from "zod"

const whole = (min: number, max: number, what: string) =>
  z.coerce
    .number(`${what} is a whole number from ${min} to ${max}.`)
    .int(`${what} is a whole number from ${min} to ${max}.`)
    .min(min, `${what} is at least ${min}.`)
    .max(max, `${what} is at most ${max}.`)

export const projectNameSchema = z
  .string()
  .trim()
  .min(1, "A project needs a name.")
  .max(120, "A name has at most 120 characters.")

/** What an admin can change in a project's settings. Ranges are the CHECKs of the table. */
export const projectSettingsSchema = z.object({
  name: projectNameSchema,
  description: z.string().trim().max(2000, "A description has at most 2,000 characters.").default(""),
  overlap: whole(1, 100, "The overlap"),
  leaseAhead: whole(1, 200, "Tasks kept ready"),
  skipLimit: whole(1, 100, "The number of skips"),
  breakAfterMin: whole(0, 1440, "Minutes before a break"),
  blurContent: z.boolean(),
})
export type ProjectSettings = z.infer<typeof projectSettingsSchema>
