"use server"

import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { DiptychError } from "@/core/errors"
import { checkSettings, projectSettingsFields, projectSettingsSchema } from "@/core/project-settings"
import { deleteProject } from "@/server/data/delete-project"
import { setProjectArchived, updateProjectSettings } from "@/server/data/update-project"
import { action } from "@/server/http/action"

const slug = z.string()
const onOff = z
  .literal("on")
  .optional()
  .transform((value) => value === "on")

export const saveSettings = action(
  {
    access: { project: "project:update" },
    input: projectSettingsFields.extend({ slug, blurContent: onOff }).superRefine(checkSettings),
  },
  async ({ access, input }) => {
    // Parsed again to drop the slug: only settings reach the table.
    const outcome = await updateProjectSettings(access, projectSettingsSchema.parse(input))
    revalidatePath(`/projects/${access.slug}`, "layout")
    return outcome
  },
)

export const archiveProject = action(
  { access: { project: "project:update" }, input: z.object({ slug, archived: z.enum(["yes", "no"]) }) },
  async ({ access, input }) => {
    await setProjectArchived(access, input.archived === "yes")
    revalidatePath(`/projects/${access.slug}`, "layout")
  },
)

export const removeProject = action(
  { access: { project: "project:delete" }, input: z.object({ slug, confirm: z.string() }) },
  async ({ access, input }) => {
    if (input.confirm !== access.slug) {
      throw new DiptychError("INVALID_INPUT", `Type ${access.slug} to confirm; nothing was deleted.`)
    }
    await deleteProject(access)
    redirect("/projects")
  },
)
