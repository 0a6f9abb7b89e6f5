"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { duplicateSettingsSchema } from "@/core/prompts/duplicates"
import { cancelDuplicateJob } from "@/server/data/duplicates/duplicate-jobs"
import { holdDuplicates, releaseDuplicates } from "@/server/data/duplicates/hold-duplicates"
import { startDuplicateSearch } from "@/server/duplicates/start-search"
import { action } from "@/server/http/action"

const access = { project: "prompts:update" } as const
const slug = z.string()
const group = z.coerce.number().int().positive()

export const searchDuplicates = action(
  {
    access: { project: ["prompts:read", "prompts:update"] },
    input: z.object({ slug }).extend(duplicateSettingsSchema.shape),
  },
  async ({ access, input: { threshold, prefix } }) => {
    const start = await startDuplicateSearch(access, { threshold, prefix })
    revalidatePath(`/projects/${access.slug}/prompts/duplicates`)
    return { start }
  },
)

export const cancelSearch = action({ access, input: z.object({ slug }) }, async ({ access }) => {
  await cancelDuplicateJob(access)
  revalidatePath(`/projects/${access.slug}/prompts/duplicates`)
  return null
})

export const holdGroup = action(
  { access, input: z.object({ slug, group, keep: z.uuid() }) },
  async ({ access, input }) => {
    const outcome = await holdDuplicates(access, input)
    revalidatePath(`/projects/${access.slug}`, "layout")
    return outcome
  },
)

export const releaseGroup = action(
  { access, input: z.object({ slug, group }) },
  async ({ access, input }) => {
    const outcome = await releaseDuplicates(access, input.group)
    revalidatePath(`/projects/${access.slug}`, "layout")
    return outcome
  },
)

export const holdAllGroups = action({ access, input: z.object({ slug }) }, async ({ access }) => {
  const outcome = await holdDuplicates(access, "all")
  revalidatePath(`/projects/${access.slug}`, "layout")
  return outcome
})
