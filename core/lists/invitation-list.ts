import { z } from "zod"
import type { InstanceRole, ProjectRole } from "@/core/permissions"

export type InvitationRow = {
  id: string
  /** Null = whoever has the link. */
  email: string | null
  role: ProjectRole | InstanceRole
  cohort: string | null
  createdAt: Date
  expiresAt: Date
  by: string | null
}

/** Order and page of the open invitations. They share a page with the people, hence the `i`. */
export const invitationQuerySchema = z.object({
  isort: z.enum(["made", "expires", "email"]).catch("made").default("made"),
  idir: z.enum(["asc", "desc"]).catch("desc").default("desc"),
  ipage: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type InvitationQuery = z.infer<typeof invitationQuerySchema>

export const invitationsPerPage = 20
