import { z } from "zod"
import { invitationQuerySchema } from "@/core/lists/invitation-list"
import type { ProjectRole } from "@/core/permissions"
import { projectRoles } from "@/core/permissions"

export type MemberRow = {
  userId: string
  name: string
  email: string
  role: ProjectRole
  cohort: string | null
  paused: boolean
  /** The account is closed in the whole instance. */
  disabled: boolean
  joinedAt: Date
  lastSeenAt: Date | null
}

export const memberSorts = ["name", "role", "cohort", "joined", "seen"] as const
export type MemberSort = (typeof memberSorts)[number]

/** Filters, order and page of the members; what does not fit becomes the default. */
export const memberQuerySchema = z.object({
  q: z
    .string()
    .transform((value) => value.trim().slice(0, 200))
    .catch("")
    .default(""),
  role: z
    .enum(["all", ...projectRoles])
    .catch("all")
    .default("all"),
  sort: z.enum(memberSorts).catch("name").default("name"),
  dir: z.enum(["asc", "desc"]).catch("asc").default("asc"),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
  ...invitationQuerySchema.shape,
})
export type MemberQuery = z.infer<typeof memberQuerySchema>

export const memberQueryDefaults: MemberQuery = memberQuerySchema.parse({})
export const membersPerPage = 50
