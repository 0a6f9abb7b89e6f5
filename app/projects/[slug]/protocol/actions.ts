"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { DiptychError } from "@/core/errors"
import { createProtocolVersion } from "@/server/data/protocols"
import { action } from "@/server/http/action"

export const saveProtocol = action(
  {
    access: { project: "project:update" },
    input: z.object({
      slug: z.string(),
      definition: z.string().max(200_000, "A protocol has at most 200,000 characters."),
      basedOn: z.coerce.number().int().min(1),
    }),
  },
  async ({ access, input }) => {
    const saved = await createProtocolVersion(access, {
      definition: parseJson(input.definition),
      basedOn: input.basedOn,
    })
    revalidatePath(`/projects/${access.slug}/protocol`)
    return saved
  },
)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DiptychError("INVALID_INPUT", "The protocol is not JSON.")
  }
}
