import { z } from "zod"

/** What is changed on a set of tasks; undefined = stays as it is on each. */
export type TaskAssignment = {
  /** Only members of this cohort get them; null = everyone. */
  readonly cohort?: string | null
  /** Only these people get them; empty = everyone. */
  readonly people?: readonly string[]
  /** Their own overlap; null = as the project says. */
  readonly overlap?: number | null
  /** Higher is served first. */
  readonly priority?: number
}

const whole = (min: number, max: number, message: string) =>
  z.coerce.number(message).int(message).min(min, message).max(max, message)

const empty = (value: unknown) => (value === "" || value === undefined ? undefined : value)

/** The form of it. Cohorts: "" = as they are, "*" = everyone, "=NAME" = that one. */
export const taskAssignmentSchema = z
  .object({
    cohort: z.string().max(61).default(""),
    reserve: z.enum(["keep", "anyone", "named"]).default("keep"),
    people: z.preprocess(
      (value) => (value === undefined ? [] : [value].flat()),
      z.array(z.uuid()).max(200, "At most 200 people."),
    ),
    overlap: z.preprocess(
      empty,
      z
        .union([z.literal("project"), whole(1, 100, "An overlap is a whole number from 1 to 100.")])
        .optional(),
    ),
    priority: z.preprocess(
      empty,
      whole(-1000, 1000, "A priority is a whole number from -1000 to 1000.").optional(),
    ),
  })
  .superRefine((given, context) => {
    if (given.reserve === "named" && given.people.length === 0) {
      context.addIssue({ code: "custom", path: ["people"], message: "Choose at least one person." })
    }
  })
  .transform(
    ({ cohort, reserve, people, overlap, priority }): TaskAssignment => ({
      ...(cohort === "*" && { cohort: null }),
      ...(cohort.startsWith("=") && { cohort: cohort.slice(1) }),
      ...(reserve === "anyone" && { people: [] }),
      ...(reserve === "named" && { people }),
      ...(overlap !== undefined && { overlap: overlap === "project" ? null : overlap }),
      ...(priority !== undefined && { priority }),
    }),
  )
