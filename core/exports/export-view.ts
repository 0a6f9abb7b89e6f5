import { z } from "zod"

// What the export screen and its routes say to each other.

/** A format to choose from, in words. */
export type FormatChoice = {
  readonly name: string
  readonly label: string
  readonly about: string
  readonly consumers: readonly string[]
  readonly cannotExpress: readonly string[]
  /** Made of decided pairs (so aggregation matters) or of whole tasks. */
  readonly needs: "pairs" | "tasks"
}

export type AggregationChoice = { readonly name: string; readonly label: string; readonly about: string }

/** What a wish for an export looks like; formats/export/settings.ts checks the settings themselves. */
export const exportWishSchema = z.strictObject({
  format: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})
export type ExportWish = z.infer<typeof exportWishSchema>

export const exportCountsSchema = z.object({
  annotations: z.object({
    read: z.number(),
    counted: z.number(),
    left_out: z.record(z.string(), z.number()),
  }),
  rows: z.record(z.string(), z.record(z.string(), z.number())),
  skipped: z.record(z.string(), z.number()),
})
export type ExportCounts = z.infer<typeof exportCountsSchema>

export const exportPreviewSchema = z.object({
  counts: exportCountsSchema,
  bytes: z.number(),
  firstRows: z.array(z.string()),
})
export type ExportPreviewView = z.infer<typeof exportPreviewSchema>

/** A line of the list of earlier exports. */
export type ExportRunView = {
  readonly id: string
  readonly format: string
  readonly formatLabel: string
  readonly settings: string
  readonly rows: readonly { readonly split: string; readonly rows: number }[]
  readonly bytes: number
  readonly sha256: string
  readonly snapshot: string
  readonly createdAt: string
  readonly createdBy: string | null
}
