"use server"

import { redirect } from "next/navigation"
import { z } from "zod"
import { slugPattern } from "@/core/new-project"
import { presetNames } from "@/core/presets/registry"
import { projectNameSchema } from "@/core/project-settings"
import { action } from "@/server/http/action"
import { createProject } from "@/server/projects/create-project"

export const createProjectAction = action(
  {
    access: { instance: "projects:create" },
    input: z.object({
      name: projectNameSchema,
      slug: z.string().regex(slugPattern, "1 to 64 small letters, digits and hyphens; no hyphen at an end."),
      guidelines: z.string().max(200_000, "The guidelines have at most 200,000 characters."),
      preset: z.enum(presetNames),
      pairing: z.string(),
      overlap: z.coerce.number().int().min(1, "At least 1.").max(100, "At most 100."),
    }),
  },
  async ({ access, input }) => {
    const { slug } = await createProject(access, input)
    redirect(`/projects/${slug}`)
  },
)
