import { z } from "zod"
import { tokenSchema, wireVerdictSchema } from "@/core/annotate/wire"

/**
 * GET `/api/annotate/<slug>/lesson`: what is to be learned from the person's latest answer, only in a
 * project that trains (Project.showReasons) and only where the answer is known. Everywhere else null:
 * nothing that is told to an annotator says which tasks are gold.
 */
export const lessonResponseSchema = z.strictObject({
  lesson: z
    .strictObject({
      token: tokenSchema,
      right: z.boolean(),
      /** The known answer of a pair, in terms of the screen as the person saw it; null for other kinds. */
      answer: wireVerdictSchema.nullable(),
      reason: z.string(),
    })
    .nullable(),
})
export type LessonResponse = z.output<typeof lessonResponseSchema>
export type Lesson = NonNullable<LessonResponse["lesson"]>
