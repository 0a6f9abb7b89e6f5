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
  min: z.int().min(0).max(100).optional(),
  max: z.int().min(0).max(100).optional(),
  anchors: z.record(z.string(), z.string()).default({}),
  /** Whether an answer counts without it. */
  required: z.boolean().default(true),
})
export type Criterion = z.infer<typeof criterionSchema>

/** How three or more texts are put in order. */
export const rankingSchema = z.strictObject({
  /** Whether two texts may share a rank. */
  ties: z.boolean(),
  /** Whether texts may be left out of the order; they are in no comparison then. */
  partial: z.boolean(),
})

/** What is written where the task is to write. */
export const demonstrationSchema = z.strictObject({
  /** The answer to a given prompt, or the prompt too. */
  write: z.enum(["answer", "prompt-and-answer"]),
  /** Kinds of prompt to choose from, where the prompt is written too. */
  promptKinds: z.array(z.string()).default([]),
  /** Use-case tags to choose from; none = not asked. */
  useCases: z.array(z.string()).default([]),
  /** Characters that the answer needs at least. */
  minLength: z.int().min(0).default(1),
  /** A second person accepts, edits or returns each text before it is exported. */
  review: z.boolean().default(true),
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
  /**
   * The question asked of a pair. `worse` (red-teaming: "which is more harmful?") turns the answer
   * round on its way into the store, so that a stored preference always names the better text.
   */
  asks: z.enum(["better", "worse"]).default("better"),
  /** The question in words, above the texts; empty = the page's own. */
  question: z.string().max(300).default(""),
  ranking: rankingSchema.default({ ties: true, partial: false }),
  demonstration: demonstrationSchema.optional(),
  /** The texts are read and a note is written before the prompt is shown (summarize-from-feedback). */
  noteFirst: z.boolean().default(false),
  /** Flags may name a part of a text. */
  flagSpans: z.boolean().default(false),
  /**
   * Answers of several turns: the whole conversation is one task, or each of its turns is, in order,
   * with the turns before it as context. Decides what an import makes tasks of.
   */
  turns: z.enum(["whole", "each"]).default("whole"),
})
export type Protocol = z.infer<typeof protocolSchema>
/** As written by hand or in a file: what has a default may be left out. */
export type ProtocolInput = z.input<typeof protocolSchema>

/** Highest level of a scale. `maxLevelOf(7 points) === 3`. */
export function maxLevelOf(scale: Scale): number {
  return { 2: 1, 4: 2, 7: 3, 8: 4 }[scale.points]
}

/** What the protocol calls each flag, by its type; flags of earlier versions may not be among them. */
export type FlagLabels = ReadonlyMap<string, string>

export function toFlagLabels({ flags }: Pick<Protocol, "flags">): FlagLabels {
  return new Map(flags.map(({ type, label }) => [type, label]))
}
