import { z } from "zod"

/** Filters and page of the audit log; newest first, always. */
export const auditQuerySchema = z.object({
  action: z.string().max(100).catch("").default(""),
  person: z.uuid().or(z.literal("")).catch("").default(""),
  /** Kind of what was changed, e.g. `User`. */
  kind: z.string().max(100).catch("").default(""),
  /** One thing that was changed, by its id. */
  subject: z.string().max(100).catch("").default(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

export const auditQueryDefaults: AuditQuery = auditQuerySchema.parse({})
export const auditPerPage = 50
