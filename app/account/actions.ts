"use server"

import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { erasableTextsSchema } from "@/core/people/erasure"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { changePassword } from "@/server/auth/change-password"
import { passwordSchema } from "@/server/auth/password"
import { nameSchema } from "@/server/auth/sign-in-with-invitation"
import { createConsentAnswer } from "@/server/data/consent"
import { deleteOwnDemographics } from "@/server/data/demographics"
import { eraseSelf } from "@/server/data/erase-person"
import { deleteOwnSession, deleteOwnSessions } from "@/server/data/sessions"
import { updateOwnName } from "@/server/data/users"
import { action } from "@/server/http/action"

const access = "signed-in"

export const saveName = action(
  { access, input: z.object({ name: nameSchema }) },
  async ({ access, input }) => {
    await updateOwnName(access, input.name)
    revalidatePath("/account")
    return null
  },
)

export const savePassword = action(
  { access, input: z.object({ current: z.string().max(1000).default(""), password: passwordSchema }) },
  async ({ access, input }) => {
    await changePassword(access, input.current, input.password)
    revalidatePath("/account")
    return null
  },
)

export const endSession = action({ access, input: z.object({ id: z.uuid() }) }, async ({ access, input }) => {
  await deleteOwnSession(access, input.id)
  if (input.id === access.sessionId) redirect("/signed-out")
  revalidatePath("/account")
  return null
})

export const endOtherSessions = action({ access, input: z.object({}) }, async ({ access }) => {
  await deleteOwnSessions(access, true)
  revalidatePath("/account")
  return null
})

const inProject = { project: "annotations:create" } as const

export const withdrawConsent = action(
  {
    access: inProject,
    input: z.object({ slug: z.string(), version: z.coerce.number().int().positive() }),
  },
  async ({ access, input }) => {
    await createConsentAnswer(access, requireAnnotator(access).userId, {
      version: input.version,
      accepted: false,
    })
    revalidatePath("/account")
    return null
  },
)

export const forgetAnswers = action(
  { access: inProject, input: z.object({ slug: z.string() }) },
  async ({ access }) => {
    await deleteOwnDemographics(access, requireAnnotator(access).userId)
    revalidatePath("/account")
    return null
  },
)

export const eraseAccount = action(
  {
    access,
    input: z.object({
      confirm: z.string(),
      texts: erasableTextsSchema,
    }),
  },
  async ({ access, input }): Promise<null> => {
    await eraseSelf(access, input.confirm, input.texts)
    redirect("/signed-out")
  },
)
