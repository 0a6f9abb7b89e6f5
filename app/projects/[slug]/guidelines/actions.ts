"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { createGuideline } from "@/server/data/guidelines"
import { action } from "@/server/http/action"
import { renderText } from "@/server/projects/render-text"

const markdown = z.string().max(200_000, "The guidelines have at most 200,000 characters.")

export const saveGuidelines = action(
  {
    access: { project: "guidelines:update" },
    input: z.object({
      slug: z.string(),
      markdown,
      confirmRequired: z
        .literal("on")
        .optional()
        .transform((value) => value === "on"),
      basedOn: z.coerce.number().int().min(0),
      questionId: z.uuid().optional(),
    }),
  },
  async ({ access, input }) => {
    const saved = await createGuideline(access, input)
    revalidatePath(`/projects/${access.slug}/guidelines`)
    return saved
  },
)

export const previewGuidelines = action(
  { access: { project: "guidelines:update" }, input: z.object({ slug: z.string(), markdown }) },
  ({ input }) => renderText(input.markdown),
)
