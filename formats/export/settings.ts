import { z } from "zod"
import { aggregationNames } from "@/formats/aggregation/registry"

export const splitNames = ["train", "validation", "test"] as const
export type SplitName = (typeof splitNames)[number]

/**
 * Everything a person can choose about an export. Stored whole with the run and in the manifest, and
 * with the snapshot it decides every byte.
 */
export const exportSettingsSchema = z.strictObject({
  /** Name of the data set in the card, taken from the project when the run is made. */
  title: z.string().max(200).default("Preferences"),
  split: z.enum([...splitNames, "all"]).default("all"),
  /** Percent of prompts that go to `test`, in steps of 0.01. */
  testShare: z.coerce
    .number()
    .min(0)
    .max(100)
    .transform((share) => Math.round(share * 100) / 100)
    .default(5),
  aggregation: z.enum(aggregationNames).default("majority"),
  /** Labels that came with the data decide pairs that no person judged. */
  imported: z.boolean().default(false),
  /** Notes, rationales and comments in `raw_annotations`. */
  freeText: z.boolean().default(true),
  /** Largest size of one file, in bytes. */
  shardBytes: z.coerce
    .number()
    .int()
    .min(1)
    .default(256 * 1024 * 1024),
})
export type ExportSettings = z.infer<typeof exportSettingsSchema>
