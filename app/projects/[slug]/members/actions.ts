"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { projectRoles } from "@/core/permissions"
import { inviteToProject } from "@/server/auth/create-invitation"
import { optionalEmailSchema } from "@/server/data/email"
import { revokeProjectInvitation } from "@/server/data/invitations"
import { deleteMember, updateMember } from "@/server/data/memberships"
import { action } from "@/server/http/action"

const access = { project: "members:update" } as const
const slug = z.string()
const role = z.enum(projectRoles, "Choose a role.")
const cohort = z
  .string()
  .trim()
  .max(60, "At most 60 characters.")
  .transform((value) => value || null)

export const inviteMember = action(
  {
    access,
    input: z.object({
      slug,
      role,
      cohort,
      email: optionalEmailSchema,
      days: z.coerce.number().int().min(1).max(90),
    }),
  },
  async ({ access, input, headers }) => {
    const link = await inviteToProject(access, { ...input, headers })
    revalidatePath(`/projects/${access.slug}/members`)
    return link
  },
)

export const revokeInvitation = action(
  { access, input: z.object({ slug, id: z.uuid() }) },
  async ({ access, input }) => {
    await revokeProjectInvitation(access, input.id)
    revalidatePath(`/projects/${access.slug}/members`)
    return null
  },
)

export const changeMember = action(
  {
    access,
    input: z.object({
      slug,
      userId: z.uuid(),
      role,
      cohort,
      paused: z
        .literal("on")
        .optional()
        .transform((value) => value === "on"),
    }),
  },
  async ({ access, input: { userId, role, cohort, paused } }) => {
    await updateMember(access, userId, { role, cohort, paused })
    revalidatePath(`/projects/${access.slug}/members`)
    return null
  },
)

export const removeMember = action(
  { access, input: z.object({ slug, userId: z.uuid() }) },
  async ({ access, input }) => {
    await deleteMember(access, input.userId)
    revalidatePath(`/projects/${access.slug}/members`)
    return null
  },
)
