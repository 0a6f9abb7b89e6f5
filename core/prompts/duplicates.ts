import { z } from "zod"
import type { HoldReason } from "@/core/prompts/hold"

/** What near duplicates are, for one search. */
export const duplicateSettingsSchema = z.object({
  /** Least Jaccard's index of the shingles. */
  threshold: z.coerce
    .number("How alike is a number from 0.5 to 0.99, for instance 0.8.")
    .min(0.5, "How alike is a number from 0.5 to 0.99, for instance 0.8.")
    .max(0.99, "How alike is a number from 0.5 to 0.99, for instance 0.8.")
    .default(0.8),
  /** Characters of the common beginning; 0 = beginnings are not looked at. */
  prefix: z.coerce
    .number("The common beginning is a whole number of characters, 0 or 20 to 10,000.")
    .int("The common beginning is a whole number of characters, 0 or 20 to 10,000.")
    .refine((length) => length === 0 || (length >= 20 && length <= 10_000), {
      error: "The common beginning is a whole number of characters, 0 or 20 to 10,000.",
    })
    .default(200),
})
export type DuplicateSettings = z.infer<typeof duplicateSettingsSchema>

/** A prompt of a group of near duplicates. */
export type DuplicateRow = {
  readonly promptId: string
  readonly place: number
  /** All turns but the system's, at most 4,000 characters. */
  readonly text: string
  readonly useCase: string | null
  readonly sourceUser: string | null
  /** The one stored, else the one that an export with its defaults gives. */
  readonly split: string
  readonly heldBack: HoldReason | null
  readonly completions: number
  readonly answers: number
  /** Place of the prompt it is like; null for the first. The rest is about the two. */
  readonly likePlace: number | null
  readonly prefix: number | null
  readonly estimate: number | null
  readonly jaccard: number | null
}

export type DuplicateGroup = {
  readonly group: number
  /** Prompts in it; `rows` has the first of them. */
  readonly size: number
  readonly rows: readonly DuplicateRow[]
}

export type DuplicateReportView = {
  readonly settings: DuplicateSettings
  readonly computedAt: string
  /** Prompts looked at. */
  readonly prompts: number
  readonly groups: number
  /** Prompts in groups beside the first of each. */
  readonly duplicates: number
  /** Of those, how many are served still. */
  readonly served: number
  /** Groups whose served prompts lie in more than one split, and the prompts in them. */
  readonly contaminated: number
  readonly contaminatedPrompts: number
  /** Prompts came in, or went, since. */
  readonly stale: boolean
}

/** A search on its way or how the last one ended. */
export type DuplicateJobView = {
  readonly status: "RUNNING" | "DONE" | "FAILED" | "CANCELLED"
  /** Share that is done, in [0, 1]. */
  readonly done: number
  readonly error: string | null
}
export const duplicateJobSchema = z.object({
  status: z.enum(["RUNNING", "DONE", "FAILED", "CANCELLED"]),
  done: z.number(),
  error: z.string().nullable(),
})

/** Rows of a group that a page shows at once. */
export const duplicatesShown = 6
export const groupsPerPage = 15
