"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { goldAnswerSchema } from "@/core/gold"
import { markGold, restoreGold, retireGold } from "@/server/data/gold"
import { action } from "@/server/http/action"

const access = { project: "tasks:update" } as const
const slug = z.string()
const taskId = z.uuid()
const reason = z
  .string()
  .trim()
  .min(1, "Say why, in a few words.")
  .max(2000, "A reason has at most 2,000 characters.")

/** The answers that the form offers for a pair. */
const answers = {
  A: { preference: "A", bothBad: false },
  B: { preference: "B", bothBad: false },
  TIE: { preference: "TIE", bothBad: false },
  BOTH_BAD: { preference: "TIE", bothBad: true },
} as const

/** What the form has made of its fields. */
const known = z
  .string()
  .transform((text) => JSON.parse(text) as unknown)
  .pipe(goldAnswerSchema)

export const markManyGold = action(
  { access, input: z.object({ slug, taskId, reason, known }) },
  async ({ access, input }) => {
    await markGold(access, input.taskId, { preference: null, answer: input.known, reason: input.reason })
    revalidatePath(`/projects/${access.slug}/tasks/${input.taskId}`)
    revalidatePath(`/projects/${access.slug}/gold`)
    return null
  },
)

export const markTaskGold = action(
  {
    access,
    input: z.object({
      slug,
      taskId,
      reason,
      answer: z.enum(["A", "B", "TIE", "BOTH_BAD"], "Choose the known answer."),
    }),
  },
  async ({ access, input }) => {
    await markGold(access, input.taskId, { ...answers[input.answer], reason: input.reason })
    revalidatePath(`/projects/${access.slug}/tasks/${input.taskId}`)
    revalidatePath(`/projects/${access.slug}/gold`)
    return null
  },
)

export const retireGoldTask = action(
  { access, input: z.object({ slug, taskId, reason }) },
  async ({ access, input }) => {
    await retireGold(access, input.taskId, input.reason)
    revalidatePath(`/projects/${access.slug}/gold`)
    return null
  },
)

export const restoreGoldTask = action(
  { access, input: z.object({ slug, taskId }) },
  async ({ access, input }) => {
    await restoreGold(access, input.taskId)
    revalidatePath(`/projects/${access.slug}/gold`)
    return null
  },
)
