"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { roundInputSchema } from "@/core/rounds/round"
import { createRound, stepRound, updateRound } from "@/server/data/rounds"
import { action } from "@/server/http/action"

const access = { project: "project:update" } as const
const slug = z.string()
const number = z.coerce.number().int().positive()

export const makeRound = action(
  { access, input: roundInputSchema.extend({ slug }) },
  async ({ access, input }) => {
    const made = await createRound(access, input)
    revalidatePath(`/projects/${access.slug}/rounds`)
    return made
  },
)

export const changeRound = action(
  { access, input: roundInputSchema.extend({ slug, number }) },
  async ({ access, input }) => {
    await updateRound(access, input.number, input)
    revalidatePath(`/projects/${access.slug}/rounds`)
    return { number: input.number }
  },
)

export const moveRound = action(
  {
    access,
    input: z.object({ slug, number, step: z.enum(["activate", "rest", "close", "reopen"]) }),
  },
  async ({ access, input }) => {
    await stepRound(access, input.number, input.step)
    revalidatePath(`/projects/${access.slug}/rounds`)
    return null
  },
)
