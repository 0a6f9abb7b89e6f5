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

/** An empty field of a form is none. */
const orNone = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" || value === undefined ? null : value), schema.nullable())

/** What an admin can change in a project's settings. Ranges are the CHECKs of the table. */
const settings = z.object({
  name: projectNameSchema,
  description: z.string().trim().max(2000, "A description has at most 2,000 characters.").default(""),
  overlap: whole(1, 100, "The overlap"),
  leaseAhead: whole(1, 200, "Tasks kept ready"),
  skipLimit: whole(1, 100, "The number of skips"),
  breakAfterMin: whole(0, 1440, "Minutes before a break"),
  blurContent: z.boolean(),
  doubleShare: whole(0, 100, "The share judged twice"),
  goldRate: whole(0, 100, "The share of gold tasks"),
  repeatRate: whole(0, 50, "The share of hidden repeats"),
  adaptiveCap: orNone(whole(2, 100, "The most answers")),
  adaptiveTarget: orNone(
    z.coerce
      .number("How sure an answer must be is a number between 0.5 and 1, for instance 0.9.")
      .gt(0.5, "An answer must be surer than 0.5.")
      .lt(1, "An answer is never wholly sure: less than 1."),
  ),
})

type Settings = z.output<typeof settings>

const problems: readonly { path: keyof Settings; message: string; found: (given: Settings) => boolean }[] = [
  {
    path: "adaptiveTarget",
    message: "Say how sure an answer must be, for instance 0.9.",
    found: ({ adaptiveCap, adaptiveTarget }) => adaptiveCap !== null && adaptiveTarget === null,
  },
  {
    path: "adaptiveCap",
    message: "Say how many answers a task may have at most, for instance 5.",
    found: ({ adaptiveCap, adaptiveTarget }) => adaptiveCap === null && adaptiveTarget !== null,
  },
  {
    path: "repeatRate",
    message: "Gold and repeats together leave at least a tenth for ordinary tasks.",
    found: ({ goldRate, repeatRate }) => goldRate < 100 && goldRate + repeatRate > 90,
  },
]

/** Rules between fields; apart, so that a form can add its own fields to the schema. */
export function checkSettings(given: Settings, context: z.RefinementCtx): void {
  for (const { path, message, found } of problems) {
    if (found(given)) context.addIssue({ code: "custom", path: [path], message })
  }
}

export const projectSettingsFields = settings
export const projectSettingsSchema = settings.superRefine(checkSettings)
export type ProjectSettings = z.infer<typeof projectSettingsSchema>
