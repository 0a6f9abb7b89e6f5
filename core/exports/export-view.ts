import { z } from "zod"

// What the export screen and its routes say to each other.

/** A format to choose from, in words. */
export type FormatChoice = {
  readonly name: string
  readonly label: string
  /** Heading it stands under. */
  readonly group: string
  readonly about: string
  readonly consumers: readonly string[]
  readonly cannotExpress: readonly string[]
  /** Keys of the settings that change something in it. */
  readonly settings: readonly string[]
  /** Values that it takes, of settings where not all do. */
  readonly options: Readonly<Record<string, readonly string[]>>
  /** What it starts from. */
  readonly defaults: Readonly<Record<string, string | boolean>>
}

export type SettingGroupChoice = { readonly name: string; readonly label: string }

/** One setting as a control. */
export type SettingChoice = {
  readonly key: string
  readonly label: string
  readonly about: string
  readonly group: string
  readonly control: "select" | "switch" | "text"
  readonly options: readonly { readonly value: string; readonly label: string; readonly about?: string }[]
  /** Several values, divided by commas. */
  readonly isList: boolean
  /** What may be typed, as an example. */
  readonly example: string
}

/** What a wish for an export looks like; formats/export/settings.ts checks the settings themselves. */
export const exportWishSchema = z.strictObject({
  format: z.string(),
  settings: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .default({}),
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
  notes: z.array(z.string()),
})
export type ExportPreviewView = z.infer<typeof exportPreviewSchema>

/** An export on its way. `done` of `total` annotations are read. */
export const exportJobSchema = z.strictObject({
  id: z.uuid(),
  format: z.string(),
  status: z.enum(["QUEUED", "RUNNING", "DONE", "FAILED", "CANCELLED"]),
  done: z.number(),
  total: z.number(),
  error: z.string().nullable(),
  sha256: z.string().nullable(),
  createdAt: z.string(),
})
export type ExportJobView = z.infer<typeof exportJobSchema>

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
