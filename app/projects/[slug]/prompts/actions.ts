"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { type PromptFilter, promptFilterSchema } from "@/core/lists/prompt-query"
import { toSingleValues } from "@/core/lists/query-string"
import { promptEditSchema } from "@/core/prompts/edit"
import { holdSteps } from "@/core/prompts/hold"
import { dataRulesSchema } from "@/core/prompts/rules"
import { saveDataRules } from "@/server/data/prompts/data-rules"
import { editPrompts } from "@/server/data/prompts/edit-prompts"
import { holdPrompts } from "@/server/data/prompts/hold-prompts"
import { action } from "@/server/http/action"

const access = { project: "prompts:update" } as const
// One prompt, or the filter as it stands in the address of the list.
const target = z.union([z.object({ id: z.uuid() }), z.object({ filter: z.string().max(4000) })])

function toTarget(given: z.infer<typeof target>): { ids: string[] } | { filter: PromptFilter } {
  if ("id" in given) return { ids: [given.id] }
  const values = toSingleValues(Object.fromEntries(new URLSearchParams(given.filter)))
  return { filter: promptFilterSchema.parse(values) }
}

export const changePrompts = action(
  { access, input: z.object({ slug: z.string() }).and(promptEditSchema).and(target) },
  async ({ access, input }) => {
    const { changed } = await editPrompts(access, toTarget(input), input)
    revalidatePath(`/projects/${access.slug}/prompts`)
    return { changed }
  },
)

export const changeHold = action(
  { access, input: z.object({ slug: z.string(), step: z.enum(holdSteps) }).and(target) },
  async ({ access, input }) => {
    const outcome = await holdPrompts(access, input.step, toTarget(input))
    revalidatePath(`/projects/${access.slug}`, "layout")
    return outcome
  },
)

export const saveRules = action(
  { access, input: z.object({ slug: z.string() }).and(dataRulesSchema) },
  async ({ access, input: { slug: _slug, ...rules } }) => {
    const outcome = await saveDataRules(access, rules)
    revalidatePath(`/projects/${access.slug}`, "layout")
    return outcome
  },
)
