import { z } from "zod"
import { contestReasons } from "@/core/adjudication/contest"
import { wireTaskSchema, wireTextSchema, wireVerdictSchema } from "@/core/annotate/wire"
import { contestedQuerySchema } from "@/core/lists/contested-query"
import { scaleSchema } from "@/core/protocol"

/**
 * Everything the page of an adjudicator is told about a task: texts in an order that the server has
 * chosen, no model, no person. Strict, so that nothing slips along.
 *
 * Base path `/api/projects/<slug>/adjudication`:
 *
 * | call             | body or query  | answer            |
 * | POST `/next`     | nextRequest    | nextResponse      |
 * | GET `/votes`     | pairRef        | votesResponse     |
 * | POST `/rulings`  | rulingRequest  | rulingResponse    |
 * | POST `/review`   | reviewRequest  | nothing           |
 * | POST `/release`  | releaseRequest | nothing           |
 */
const time = z.iso.datetime({ precision: 3 })
const position = z.coerce.number().int().min(0).max(8)

export const pairRefSchema = z.object({
  task: z.uuid(),
  positionA: position,
  positionB: position,
  criterion: z.string().max(64).default("overall"),
})
export type PairRef = z.output<typeof pairRefSchema>

export const nextRequestSchema = z.strictObject({
  filter: contestedQuerySchema.omit({ page: true }),
  /** How many tasks to hold, the one in view included. */
  want: z.int().min(1).max(5),
  /** Tasks the page holds already. */
  have: z.array(z.uuid()).max(10),
  /** Set aside in this sitting: not to be offered again. */
  aside: z.array(z.uuid()).max(1000).default([]),
  /** Bring this very task (again), whatever became of it: for undo and for a link. */
  only: z.uuid().optional(),
})
export type NextRequest = z.input<typeof nextRequestSchema>

/** A ruling in force, in terms of the screen. */
const standingSchema = z.strictObject({
  id: z.uuid(),
  own: z.boolean(),
  reason: z.string(),
  verdict: wireVerdictSchema,
  at: time,
})

export const caseSchema = z.strictObject({
  /** Distinct for each pair: the key of the page's list. */
  key: z.string(),
  /** The texts in screen order, as the annotate page shows them; `token` is no assignment's. */
  task: wireTaskSchema,
  taskId: z.uuid(),
  /** Null = no pair to rule on (a rating, a demonstration): only back to the queue or out of it. */
  pair: z
    .strictObject({ positionA: z.int(), positionB: z.int(), criterion: z.string(), label: z.string() })
    .nullable(),
  shown: z.array(z.int()),
  scale: scaleSchema.omit({ margins: true }),
  reasons: z.array(z.enum(contestReasons)),
  votes: z.int(),
  /** Sent to review by skips: why people skipped it. */
  review: z.boolean(),
  skips: z.array(z.strictObject({ reason: z.string(), note: z.string().nullable() })),
  /** The adjudicator has voted on it. */
  ownVote: z.boolean(),
  /** Whether it is a control task already. */
  gold: z.boolean(),
  /** The newest ruling row of the pair, also one that takes back; for telling that it changed meanwhile. */
  known: z.uuid().nullable(),
  standing: standingSchema.nullable(),
  leaseExpiresAt: time,
})
export type Case = z.infer<typeof caseSchema>

export const nextResponseSchema = z.strictObject({
  cases: z.array(caseSchema),
  texts: z.record(z.string(), wireTextSchema),
  /** Tasks that fit the filter, those held included. */
  waiting: z.int(),
  /** Tasks out of `have` that are no longer held. */
  gone: z.array(z.uuid()),
})
export type NextResponse = z.infer<typeof nextResponseSchema>

/** One vote, blind of who gave it. Sides are those of the adjudicator's own screen. */
export const voteSchema = z.strictObject({
  verdict: wireVerdictSchema.nullable(),
  notRankable: z.boolean(),
  confidence: z.int().nullable(),
  rationale: z.string().nullable(),
  note: z.string().nullable(),
  flags: z.array(
    z.strictObject({
      side: z.enum(["left", "right"]).nullable(),
      label: z.string(),
      comment: z.string().nullable(),
      /** Marked words, in UTF-16 units of the side's last message as it is shown; null = the whole text. */
      span: z.strictObject({ start: z.int(), end: z.int() }).nullable(),
    }),
  ),
  guidelineVersion: z.int().nullable(),
})
export type BlindVote = z.infer<typeof voteSchema>
export const votesResponseSchema = z.strictObject({ votes: z.array(voteSchema) })
export type VotesResponse = z.infer<typeof votesResponseSchema>

export const rulingRequestSchema = z.strictObject({
  task: z.uuid(),
  positionA: z.int().min(0).max(8),
  positionB: z.int().min(0).max(8),
  criterion: z.string().max(64),
  /** Null takes the ruling in force back. */
  verdict: wireVerdictSchema.nullable(),
  /** Stored positions in screen order, as they were shown. */
  shown: z.array(z.int().min(0).max(8)).length(2),
  reason: z
    .string()
    .max(4000, "A reason has at most 4,000 characters.")
    .transform((text) => text.replaceAll("\0", "\ufffd").trim()),
  sawVotes: z.boolean(),
  /** The newest ruling row that the page knew of. */
  known: z.uuid().nullable(),
  /** Make it a control task with this answer and this reason. */
  gold: z.boolean().default(false),
})
export type RulingRequest = z.input<typeof rulingRequestSchema>
export type Ruling = z.output<typeof rulingRequestSchema>
export const rulingResponseSchema = z.strictObject({ id: z.uuid(), gold: z.boolean() })
export type RulingResponse = z.infer<typeof rulingResponseSchema>

/** What a person decides about a task that skips have sent to review. */
export const reviewRequestSchema = z.strictObject({
  task: z.uuid(),
  to: z.enum(["queue", "retire"]),
  reason: z
    .string()
    .max(4000)
    .transform((text) => text.replaceAll("\0", "\ufffd").trim())
    .default(""),
})
export type ReviewRequest = z.input<typeof reviewRequestSchema>
export type Review = z.output<typeof reviewRequestSchema>

export const releaseCasesSchema = z.strictObject({ tasks: z.array(z.uuid()).min(1).max(10) })
