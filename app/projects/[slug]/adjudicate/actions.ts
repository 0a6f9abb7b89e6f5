"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { rulingSettingsSchema } from "@/core/adjudication/settings"
import { updateRulingSettings } from "@/server/data/adjudication/ruling-settings"
import { action } from "@/server/http/action"

const onOff = z
  .literal("on")
  .optional()
  .transform((value) => value === "on")

export const saveRulingSettings = action(
  {
    access: { project: "project:update" },
    input: rulingSettingsSchema.extend({ slug: z.string(), rulingReason: onOff, rulingByVoters: onOff }),
  },
  async ({ access, input }) => {
    // Parsed again to drop the slug: only settings reach the table.
    await updateRulingSettings(access, rulingSettingsSchema.parse(input))
    revalidatePath(`/projects/${access.slug}/adjudicate`)
  },
)
