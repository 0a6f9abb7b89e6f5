import { z } from "zod"

const title = z.string().trim().min(1, "Give the part a name.").max(80, "At most 80 characters.")
const name = z
  .string()
  .trim()
  .regex(/^[a-z0-9-]{1,40}$/, "Small letters, digits and hyphens: the `part` of its gold tasks.")

/** Judged by gold: so many tasks of the part, and the share of them that must be right. */
const goldPart = z.strictObject({
  kind: z.literal("gold"),
  name,
  title,
  tasks: z.int().min(1, "At least one task.").max(500, "At most 500 tasks."),
  /** 0..1. */
  threshold: z.number().min(0).max(1, "At most 100 %."),
})

/** Judged by an admin, who gives a score: for what no gold can judge, such as written answers. */
const gradedPart = z.strictObject({
  kind: z.literal("graded"),
  name,
  title,
  /** The best score there is. */
  most: z.number().min(1).max(100),
  threshold: z.number().min(0).max(100),
})

export const screeningPartSchema = z.discriminatedUnion("kind", [goldPart, gradedPart])
export type ScreeningPart = z.output<typeof screeningPartSchema>

/** What makes a project a qualification, as kept in Project.screening. */
export const screeningSchema = z
  .strictObject({
    parts: z.array(screeningPartSchema).min(1, "A screening has at least one part.").max(12),
    /** How often somebody may try, the first time included. */
    attempts: z.int().min(1).max(20),
    /** Hours between the end of an attempt and the next. */
    waitHours: z.int().min(0).max(8760),
  })
  .refine(({ parts }) => new Set(parts.map((part) => part.name)).size === parts.length, {
    message: "Two parts have the same name.",
    path: ["parts"],
  })
  .refine(({ parts }) => parts.some((part) => part.kind === "gold"), {
    message: "At least one part must be judged by gold tasks.",
    path: ["parts"],
  })
export type ScreeningSettings = z.output<typeof screeningSchema>

/**
 * The soft cut-offs of InstructGPT's labeler screening: agreement with researchers of 75 % on sensitive
 * speech and on rankings, 6 of 7 for written answers.
 */
export const instructGptScreening: ScreeningSettings = {
  parts: [
    { kind: "gold", name: "sensitive", title: "Recognising sensitive content", tasks: 20, threshold: 0.75 },
    { kind: "gold", name: "ranking", title: "Comparing answers", tasks: 20, threshold: 0.75 },
    { kind: "graded", name: "writing", title: "Writing about sensitive matters", most: 7, threshold: 6 },
  ],
  attempts: 1,
  waitHours: 0,
}
