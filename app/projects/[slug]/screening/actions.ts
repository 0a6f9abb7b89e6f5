"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { screeningSchema } from "@/core/screening/settings"
import { decideScreening, gradeScreening, updateEntry, updateScreening } from "@/server/data/screening/admin"
import { action } from "@/server/http/action"

const slug = z.string()
const person = { slug, userId: z.uuid() }

export const saveScreening = action(
  {
    access: { project: "project:update" },
    input: z.object({
      slug,
      /** The whole of it as JSON; empty = an ordinary project. */
      settings: z.string().transform((text, context) => {
        if (text === "") return null
        const parsed = screeningSchema.safeParse(toJson(text))
        if (parsed.success) return parsed.data
        const [issue] = parsed.error.issues
        context.addIssue({ code: "custom", message: issue?.message ?? "This is no screening." })
        return z.NEVER
      }),
    }),
  },
  async ({ access, input }) => {
    await updateScreening(access, input.settings)
    revalidatePath(`/projects/${access.slug}/screening`)
    return null
  },
)

export const saveEntry = action(
  {
    access: { project: "project:update" },
    input: z.object({
      slug,
      requires: z.string().transform((value) => value || null),
      showReasons: z
        .literal("on")
        .optional()
        .transform((value) => value === "on"),
    }),
  },
  async ({ access, input: { requires, showReasons } }) => {
    await updateEntry(access, { requires, showReasons })
    revalidatePath(`/projects/${access.slug}/screening`)
    return null
  },
)

export const saveGrade = action(
  {
    access: { project: "members:update" },
    input: z.object({ ...person, part: z.string(), score: z.coerce.number("Give a number.") }),
  },
  async ({ access, input: { userId, part, score } }) => {
    await gradeScreening(access, userId, { part, score })
    revalidatePath(`/projects/${access.slug}/screening`)
    return null
  },
)

export const letPass = action(
  {
    access: { project: "members:update" },
    input: z.object({
      ...person,
      reason: z.string().trim().min(1, "Say why, in a few words.").max(500, "At most 500 characters."),
    }),
  },
  async ({ access, input: { userId, reason } }) => {
    await decideScreening(access, userId, { passed: true, reason })
    revalidatePath(`/projects/${access.slug}/screening`)
    return null
  },
)

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
