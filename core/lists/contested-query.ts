import { z } from "zod"
import { skipReasons } from "@/core/annotate/skip-reasons"

/** What is looked for: a reason of the rule, tasks sent to review by skips, or what is ruled already. */
export const contestedKinds = ["all", "split", "strength", "posterior", "review", "ruled"] as const
export type ContestedKind = (typeof contestedKinds)[number]

/** Filters and page of the list of contested tasks; out of an address (see task-query.ts). */
export const contestedQuerySchema = z.object({
  kind: z.enum(contestedKinds).catch("all").default("all"),
  /** `in` = only tasks that have all the votes they wait for. */
  votes: z.enum(["in", "any"]).catch("in").default("in"),
  /** Only tasks that somebody skipped for this reason. */
  skip: z
    .enum(["", ...skipReasons.map((one) => one.reason)])
    .catch("")
    .default(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type ContestedQuery = z.infer<typeof contestedQuerySchema>
export type ContestedFilter = Omit<ContestedQuery, "page">

export const contestedQueryDefaults: ContestedQuery = contestedQuerySchema.parse({})
export const contestedPerPage = 50
