import { z } from "zod"
import { invitationQuerySchema } from "@/core/lists/invitation-list"
import type { InstanceRole } from "@/core/permissions"
import { instanceRoles } from "@/core/permissions"

export type UserRow = {
  id: string
  name: string
  email: string
  role: InstanceRole
  /** Closed: cannot sign in. */
  disabled: boolean
  createdAt: Date
  lastSeenAt: Date | null
  projects: number
}

export const userSorts = ["name", "role", "created", "seen", "projects"] as const
export type UserSort = (typeof userSorts)[number]

/** Filters, order and page of everybody in the instance. */
export const userQuerySchema = z.object({
  q: z
    .string()
    .transform((value) => value.trim().slice(0, 200))
    .catch("")
    .default(""),
  role: z
    .enum(["all", ...instanceRoles])
    .catch("all")
    .default("all"),
  state: z.enum(["all", "open", "closed"]).catch("all").default("all"),
  sort: z.enum(userSorts).catch("name").default("name"),
  dir: z.enum(["asc", "desc"]).catch("asc").default("asc"),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
  ...invitationQuerySchema.shape,
})
export type UserQuery = z.infer<typeof userQuerySchema>

export const userQueryDefaults: UserQuery = userQuerySchema.parse({})
export const usersPerPage = 50
