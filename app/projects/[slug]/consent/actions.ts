"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { questionSchema } from "@/core/consent/question"
import { createConsentText } from "@/server/data/consent"
import { createQuestion, retireQuestion } from "@/server/data/demographics"
import { action } from "@/server/http/action"
import { renderText } from "@/server/projects/render-text"

const access = { project: "project:update" } as const
const markdown = z.string().max(100_000, "The text has at most 100,000 characters.")

export const saveConsent = action(
  { access, input: z.object({ slug: z.string(), markdown, basedOn: z.coerce.number().int().min(0) }) },
  async ({ access, input }) => {
    const saved = await createConsentText(access, input)
    revalidatePath(`/projects/${access.slug}/consent`)
    return saved
  },
)

export const previewConsent = action(
  { access, input: z.object({ slug: z.string(), markdown }) },
  ({ input }) => renderText(input.markdown),
)

export const addQuestion = action(
  { access, input: questionSchema.extend({ slug: z.string() }) },
  async ({ access, input }) => {
    await createQuestion(access, input)
    revalidatePath(`/projects/${access.slug}/consent`)
    return null
  },
)

export const endQuestion = action(
  { access, input: z.object({ slug: z.string(), id: z.uuid(), answers: z.enum(["keep", "delete"]) }) },
  async ({ access, input }) => {
    await retireQuestion(access, input.id, input.answers === "delete")
    revalidatePath(`/projects/${access.slug}/consent`)
    return null
  },
)
