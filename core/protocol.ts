import { z } from "zod"

/**
 * What is asked of the annotator, as data. Stored whole in ProtocolVersion.definition; a change is a
 * new version. `scale.points` is the number of answers offered on the strip, left to right:
 *
 * | points | answers                                    | maxLevel |
 * | 2      | left, right                                | 1        |
 * | 4      | left much, left, right, right much         | 2        |
 * | 7      | left 3, 2, 1, same, right 1, 2, 3          | 3        |
 * | 8      | left 4, 3, 2, 1, right 1, 2, 3, 4          | 4        |
 *
 * `tie` and `bothBad` add answers beside the strip; a 7-point scale has its tie in the middle.
 */
export const scaleSchema = z.strictObject({
  points: z.union([z.literal(2), z.literal(4), z.literal(7), z.literal(8)]),
  tie: z.boolean(),
  bothBad: z.boolean(),
  /** Name of each level from 1 (slightest) to maxLevel, as shown on the buttons. */
  levelNames: z.array(z.string()).default([]),
  /** Training margin of each level, index 0 = level 1 (formats guide section 9). */
  margins: z.array(z.number()).default([]),
})
export type Scale = z.infer<typeof scaleSchema>

export const flagTypeSchema = z.strictObject({
  type: z.string(),
  label: z.string(),
  help: z.string().default(""),
})
export const criterionSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  label: z.string(),
  help: z.string().default(""),
  ask: z.enum(["comparison", "rating"]),
  /** Ratings: lowest and highest value, and the words at anchor values. */
  min: z.int().optional(),
  max: z.int().optional(),
  anchors: z.record(z.string(), z.string()).default({}),
})

export const protocolSchema = z.strictObject({
  preset: z.string(),
  kind: z.enum(["DEMONSTRATION", "RATING", "PAIRWISE", "RANKING"]),
  scale: scaleSchema.optional(),
  criteria: z.array(criterionSchema).default([]),
  flags: z.array(flagTypeSchema).default([]),
  rationale: z.strictObject({ mode: z.enum(["off", "optional", "required"]), minLength: z.int().default(0) }),
  /** Ask for an edit of the better completion. */
  editBetter: z.boolean().default(false),
  confidence: z.boolean().default(false),
  priorities: z.array(z.string()).default([]),
})
export type Protocol = z.infer<typeof protocolSchema>

/** Highest level of a scale. `maxLevelOf(7 points) === 3`. */
export function maxLevelOf(scale: Scale): number {
  return { 2: 1, 4: 2, 7: 3, 8: 4 }[scale.points]
}
