"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { deleteWebhook, replayDelivery } from "@/server/data/webhooks/webhooks"
import { action } from "@/server/http/action"
import { createWebhook } from "@/server/webhooks/create-webhook"

const access = { project: "project:update" } as const
const byId = z.object({ slug: z.string(), id: z.uuid() })

export const makeWebhook = action(
  {
    access,
    input: z.object({
      slug: z.string(),
      url: z.string().trim().max(2000),
      events: z
        .string()
        .max(2000)
        .transform((text) => text.split(/[\s,]+/).filter(Boolean)),
    }),
  },
  async ({ access, input }) => {
    const { secret } = await createWebhook(access, input)
    revalidatePath(`/projects/${access.slug}/webhooks`)
    return { secret }
  },
)

export const removeWebhook = action({ access, input: byId }, async ({ access, input }) => {
  await deleteWebhook(access, input.id)
  revalidatePath(`/projects/${access.slug}/webhooks`)
  return null
})

export const replay = action({ access, input: byId }, async ({ access, input }) => {
  await replayDelivery(access, input.id)
  revalidatePath(`/projects/${access.slug}/webhooks`)
  return null
})
