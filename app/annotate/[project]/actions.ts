"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { createConsentAnswer } from "@/server/data/consent"
import { saveDemographics } from "@/server/data/demographics"
import { action } from "@/server/http/action"

const access = { project: "annotations:create" } as const

export const answerConsent = action(
  {
    access,
    input: z.object({
      slug: z.string(),
      version: z.coerce.number().int().positive(),
      accepted: z.enum(["yes", "no"]),
    }),
  },
  async ({ access, input }) => {
    const { userId } = requireAnnotator(access)
    await createConsentAnswer(access, userId, {
      version: input.version,
      accepted: input.accepted === "yes",
    })
    revalidatePath(`/annotate/${access.slug}`)
    return null
  },
)

/** Fields are named by the question; one that is missing or empty is "prefers not to say". */
export const answerQuestions = action(
  { access, input: z.looseObject({ slug: z.string(), skip: z.literal("all").optional() }) },
  async ({ access, input }) => {
    const { slug: _, skip, ...fields } = input
    const chosen = Object.entries(fields).flatMap(([id, value]) =>
      typeof value === "string" && /^\d{1,2}$/.test(value) ? [[id, Number(value)] as const] : [],
    )
    await saveDemographics(access, requireAnnotator(access).userId, new Map(skip ? [] : chosen))
    revalidatePath(`/annotate/${access.slug}`)
    return null
  },
)
