import { z } from "zod"
import { aggregationNames } from "@/formats/aggregation/registry"
import { containers } from "@/formats/export/container"

export const splitNames = ["train", "validation", "test"] as const
export type SplitName = (typeof splitNames)[number]

export const splitGroups = ["prompt", "conversation", "user", "cohort"] as const
export type SplitGroup = (typeof splitGroups)[number]

export const tiePolicies = ["drop", "keep", "both_ways"] as const
export const kwisePolicies = ["all_pairs", "adjacent", "best_vs_worst", "one_per_prompt"] as const
export const marginRules = ["scale", "llama2_small", "llama2_large", "logit"] as const
export const textTemplates = ["human_assistant", "user_assistant", "chatml"] as const
/** Kinds of annotation that stay out unless they are asked for. */
export const includable = ["gold", "repeat", "surplus", "excluded"] as const

const share = z.coerce
  .number()
  .min(0)
  .max(100)
  .transform((percent) => Math.round(percent * 100) / 100)

/** Lists come from JSON as lists and from a command line as `a,b`; kept sorted and without repeats. */
const words = z
  .union([z.string().transform((list) => list.split(",")), z.array(z.string())])
  .transform((list) => [...new Set(list.map((word) => word.trim()).filter((word) => word !== ""))].sort())
  .default([])
const versions = z
  .union([
    z.string().transform((list) => list.split(",").filter((part) => part.trim() !== "")),
    z.array(z.union([z.string(), z.number()])),
  ])
  .transform((list) => [...new Set(list.map(Number))].sort((a, b) => a - b))
  .refine(
    (list) => list.every((value) => Number.isSafeInteger(value) && value >= 0),
    "expected whole numbers",
  )
  .default([])
const flag = z.union([
  z.boolean(),
  z.literal("true").transform(() => true),
  z.literal("false").transform(() => false),
])
const moment = z
  .string()
  .transform((value) => value.trim())
  .refine(
    (value) => value === "" || isMoment(value),
    "expected a day (2026-08-01) or a time in UTC (2026-08-01T10:00:00.000Z)",
  )
  .transform((value) => (value === "" ? "" : new Date(value).toISOString()))
  .default("")

function isMoment(value: string): boolean {
  return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/.test(value) && !Number.isNaN(Date.parse(value))
}

/**
 * Everything a person can choose about an export. Stored whole with the run and in the manifest, and
 * with the snapshot it decides every byte. What each means is in formats/export/setting-list.ts, which
 * the command line and the screen show.
 */
export const exportSettingsSchema = z.strictObject({
  /** Name of the data set in the card, taken from the project when the run is made. */
  title: z.string().max(200).default("Preferences"),
  /** An identifier of the Hub (`cc-by-4.0`, `mit`, `other`) for the card, LICENSE and croissant.json. */
  license: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.+-]{0,60}$/, "expected an identifier such as cc-by-4.0, mit or other")
    .default("other"),
  container: z.enum(containers).default("jsonl"),
  /** Largest size of one file, in bytes. */
  shardBytes: z.coerce
    .number()
    .int()
    .min(1)
    .default(256 * 1024 * 1024),

  split: z.enum([...splitNames, "all"]).default("all"),
  /** What stays together in one split. */
  splitBy: z.enum(splitGroups).default("prompt"),
  /** Percent of groups that go to `test`, in steps of 0.01. */
  testShare: share.default(5),
  validationShare: share.default(0),
  /** With `splitBy: cohort`: the group of annotators that is left out of train and makes up test. */
  testCohort: z.string().trim().default(""),
  /** A split that came with the data wins. */
  keepSplits: flag.default(true),

  aggregation: z.enum(aggregationNames).default("majority"),
  ties: z.enum(tiePolicies).default("drop"),
  /** Number of votes and their strength point to opposite sides. */
  contested: z.enum(["drop", "keep"]).default("drop"),
  minVotes: z.coerce.number().int().min(1).default(1),
  /** Percent of the votes that must be for the winner. */
  minAgreement: share.default(0),
  /** Least mean strength towards the winner. */
  minStrength: z.coerce.number().min(0).default(0),
  rulings: z.enum(["outrank", "ignore", "only"]).default("outrank"),
  /** Labels that came with the data decide pairs that no person judged. */
  imported: flag.default(false),
  kwise: z.enum(kwisePolicies).default("all_pairs"),
  /** Decides `one_per_prompt` and the sides of formats that have an A and a B. */
  seed: z.string().max(100).default("diptych"),
  margin: z.enum(marginRules).default("scale"),
  template: z.enum(textTemplates).default("human_assistant"),

  /** Answers submitted at or after, and before, this moment. */
  from: moment,
  until: moment,
  rounds: versions,
  cohorts: words,
  guidelines: versions,
  protocols: versions,
  criteria: words,
  models: words,
  withoutModels: words,
  tags: words,
  languages: words,
  useCases: words,
  /** Pseudonyms, as raw_annotations shows them. */
  annotators: words,
  withoutAnnotators: words,
  /** Least active time on an answer, in milliseconds; answers without a measured time are left out then. */
  minActiveMs: z.coerce.number().int().min(0).default(0),
  /** Only answers of people who saw neither models nor results. */
  blindOnly: flag.default(false),
  include: z
    .union([z.string().transform((list) => list.split(",").map((part) => part.trim())), z.array(z.string())])
    .transform((list) => [...new Set(list.filter((part) => part !== ""))].sort())
    .pipe(z.array(z.enum(includable)))
    .default([]),
  /** Notes, rationales and comments. */
  freeText: flag.default(true),
})
export type ExportSettings = z.infer<typeof exportSettingsSchema>
