"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { leakMeasures } from "@/core/leaks/measure"
import { longestPhrase, normalisePhrase } from "@/core/leaks/phrase"
import { leakPolicies } from "@/core/leaks/policy"
import { leakQuerySchema } from "@/core/lists/leak-query"
import { changeLeaks } from "@/server/data/leaks/change-leaks"
import { changePhrase, previewPhrase, setLeakPolicy } from "@/server/data/leaks/phrases"
import { action } from "@/server/http/action"

const access = { project: "tasks:update" } as const
const slug = z.string()
const filter = leakQuerySchema.omit({ page: true })
const measure = z.enum(leakMeasures)
const phrase = z
  .string()
  .transform(normalisePhrase)
  .refine((text) => text.length >= 2 && text.length <= longestPhrase && /[\p{L}\p{N}]/u.test(text), {
    error: `A phrase has 2 to ${longestPhrase} characters, letters or digits among them.`,
  })

export const changeOneLeak = action(
  { access, input: z.object({ slug, measure, id: z.uuid() }) },
  async ({ access, input }) => {
    const { changed } = await changeLeaks(access, input.measure, { ids: [input.id] })
    revalidatePath(`/projects/${access.slug}/leaks`)
    return { measure: input.measure, changed }
  },
)

export const changeMatchingLeaks = action(
  { access, input: filter.extend({ slug, measure }) },
  async ({ access, input }) => {
    const { changed } = await changeLeaks(access, input.measure, { filter: filter.parse(input) })
    revalidatePath(`/projects/${access.slug}/leaks`)
    return { measure: input.measure, changed }
  },
)

export const previewLeakPhrase = action(
  { access, input: z.object({ slug, phrase }) },
  async ({ access, input }) => ({
    phrase: input.phrase,
    ...(await previewPhrase(access, input.phrase)),
  }),
)

export const changeLeakPhrase = action(
  { access, input: z.object({ slug, phrase, change: z.enum(["add", "remove", "on", "off"]) }) },
  async ({ access, input }) => {
    const { changed } = await changePhrase(access, input.change, input.phrase)
    revalidatePath(`/projects/${access.slug}/leaks`, "layout")
    return { phrase: input.phrase, change: input.change, changed }
  },
)

export const saveLeakPolicy = action(
  { access, input: z.object({ slug, policy: z.enum(leakPolicies) }) },
  async ({ access, input }) => {
    await setLeakPolicy(access, input.policy)
    revalidatePath(`/projects/${access.slug}/leaks/phrases`)
  },
)
