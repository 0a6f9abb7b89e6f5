"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { projectScopeNames } from "@/core/api/scopes"
import { DiptychError } from "@/core/errors"
import { createApiKey } from "@/server/auth/api-key"
import { revokeApiKey } from "@/server/data/api-keys"
import { action } from "@/server/http/action"

const access = { project: "project:update" } as const
const scope = z.enum(projectScopeNames)

export const makeKey = action(
  {
    access,
    input: z.object({
      slug: z.string(),
      name: z.string().trim().min(1, "Give it a name, to tell it apart later.").max(100),
      scopes: z
        .union([scope, z.array(scope)], "Choose at least one.")
        .transform((value) => (Array.isArray(value) ? value : [value])),
      days: z.enum(["30", "90", "365", "never"]),
    }),
  },
  async ({ access, input }) => {
    const { userId } = access
    if (userId === null) throw new DiptychError("FORBIDDEN", "Only a person who is signed in has keys.")
    const days = input.days === "never" ? null : Number(input.days)
    const { key } = await createApiKey(access, { userId, name: input.name, scopes: input.scopes, days })
    revalidatePath(`/projects/${access.slug}/api-keys`)
    return { key }
  },
)

export const endKey = action(
  { access, input: z.object({ slug: z.string(), id: z.uuid() }) },
  async ({ access, input }) => {
    await revokeApiKey(access, input.id)
    revalidatePath(`/projects/${access.slug}/api-keys`)
    return null
  },
)
