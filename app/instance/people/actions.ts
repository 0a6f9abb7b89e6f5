"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { DiptychError } from "@/core/errors"
import { erasableTextsSchema } from "@/core/people/erasure"
import { instanceRoles } from "@/core/permissions"
import { inviteToInstance } from "@/server/auth/create-invitation"
import { createSignInLink } from "@/server/auth/create-sign-in-link"
import { erasePerson } from "@/server/data/erase-person"
import { optionalEmailSchema } from "@/server/data/email"
import { revokeInstanceInvitation } from "@/server/data/invitations"
import { getUserEmail, setUserClosed, updateUserRole } from "@/server/data/users"
import { action } from "@/server/http/action"

const access = { instance: "users:manage" } as const
const path = "/instance/people"
const userId = z.uuid()
const role = z.enum(instanceRoles, "Choose a role.")

export const inviteUser = action(
  {
    access,
    input: z.object({
      role,
      email: optionalEmailSchema,
      days: z.coerce.number().int().min(1).max(90),
    }),
  },
  async ({ access, input, headers }) => {
    const link = await inviteToInstance(access, { ...input, headers })
    revalidatePath(path)
    return link
  },
)

export const revokeInvitation = action(
  { access, input: z.object({ id: z.uuid() }) },
  async ({ access, input }) => {
    await revokeInstanceInvitation(access, input.id)
    revalidatePath(path)
    return null
  },
)

export const makeSignInLink = action(
  { access, input: z.object({ userId }) },
  async ({ access, input, headers }) =>
    createSignInLink(access, await getUserEmail(access, input.userId), { headers }),
)

export const changeRole = action({ access, input: z.object({ userId, role }) }, async ({ access, input }) => {
  await updateUserRole(access, input.userId, input.role)
  revalidatePath(path)
  return null
})

export const setClosed = action(
  { access, input: z.object({ userId, closed: z.enum(["yes", "no"]) }) },
  async ({ access, input }) => {
    await setUserClosed(access, input.userId, input.closed === "yes")
    revalidatePath(path)
    return null
  },
)

export const erase = action(
  {
    access,
    input: z.object({
      userId,
      confirm: z.string().trim().toLowerCase(),
      texts: erasableTextsSchema,
    }),
  },
  async ({ access, input }) => {
    if ((await getUserEmail(access, input.userId)) !== input.confirm) {
      throw new DiptychError("INVALID_INPUT", "That is not the address of this account.")
    }
    await erasePerson(access, { userId: input.userId }, input.texts)
    revalidatePath(path)
    return null
  },
)
