import { z } from "zod"
import { demonstrationSchema, scaleSchema } from "@/core/protocol"

/**
 * Every request and answer between the annotate page and the server: the whole of what an
 * annotator's browser is ever told. Objects are strict, so a key that is not listed here cannot be
 * sent by mistake; tests/integration/blind.test.ts parses real answers with these schemas.
 *
 * Base path `/api/annotate/<slug>`:
 *
 * | call                | body / query         | answer               |
 * | POST `/lease`       | leaseRequest         | leaseResponse        |
 * | POST `/annotations` | annotationsRequest   | annotationsResponse  |
 * | POST `/renew`       | renewRequest         | renewResponse        |
 * | POST `/release`     | releaseRequest       | releaseResponse      |
 * | POST `/recall`      | recallRequest        | recallResponse       |
 * | POST `/questions`   | questionRequest      | nothing              |
 * | POST `/preview`     | previewRequest       | previewResponse      |
 * | GET `/progress`     | progressQuery        | progressResponse     |
 * | GET `/sitting`      | sittingQuery         | sittingResponse      |
 *
 * Refusals of a whole call are `{error: {code, message, details}}` with the code's HTTP status:
 * 401 NOT_SIGNED_IN (sign in again, the outbox waits), 403/404 (no longer a member), 409 CONFLICT
 * (`account` is not the signed-in one), 503 UNAVAILABLE (try again).
 */

/** What the browser knows an assignment by: 128 random bits, base64url. */
export const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)
/** Stands for a person on a machine: outbox and cached texts belong to it. Not a database id. */
export const accountSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)
/** ISO 8601 with milliseconds, UTC. */
const time = z.iso.datetime({ precision: 3 })
/** Any ISO time with an offset, from a client's clock. */
const clientTime = z.iso.datetime({ offset: true })
const duration = z.int().min(0).max(2_147_483_647)

// ---------------------------------------------------------------- texts and tasks

/** One text as shown. Equal keys mean equal text and equal rendering, so the key may be cached under. */
export const wireTextSchema = z.strictObject({
  /** Sanitised by the server; the one HTML that may be put into the page. */
  html: z.string(),
  /** Exactly what the model wrote (hidden spans replaced), for `R`, `D` and copying. */
  raw: z.string(),
  /** Why `html` is plain text: null = it is rendered Markdown. */
  plain: z.enum(["too-long", "too-deep"]).nullable(),
})
export type WireText = z.infer<typeof wireTextSchema>

export const wireTurnSchema = z.strictObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  /** Key into `texts` of the same answer. */
  text: z.string(),
})
export type WireTurn = z.infer<typeof wireTurnSchema>

export const wirePanelSchema = z.strictObject({
  /** Mostly one turn; all turns after the prompt where two transcripts part earlier. */
  turns: z.array(wireTurnSchema),
  /** The model said nothing: shown as an empty answer. */
  isEmpty: z.boolean(),
})
export type WirePanel = z.infer<typeof wirePanelSchema>

/** A text that came back from its review: what was handed in, and why it should be changed. Says not who. */
export const wireReturnedSchema = z.strictObject({
  reason: z.string(),
  prompt: z.string().nullable(),
  promptKind: z.string().nullable(),
  answer: z.string(),
  useCase: z.string().nullable(),
  language: z.string().nullable(),
  pastedChars: z.int(),
})
export type WireReturned = z.infer<typeof wireReturnedSchema>

export const wireTaskSchema = z.strictObject({
  token: tokenSchema,
  kind: z.enum(["DEMONSTRATION", "RATING", "PAIRWISE", "RANKING"]),
  /** Empty where the prompt is to be written too. */
  prompt: z.array(wireTurnSchema),
  /** In screen order: for a pair `panels[0]` is left and `panels[1]` is right. Decided by the server. */
  panels: z.array(wirePanelSchema),
  leaseExpiresAt: time,
  /** Only on a task whose text came back. */
  returned: wireReturnedSchema.optional(),
})
export type WireTask = z.infer<typeof wireTaskSchema>

const texts = z.record(z.string(), wireTextSchema)

/** What is asked, and which keys are offered. */
export const wireProtocolSchema = z.strictObject({
  version: z.int().positive(),
  kind: z.enum(["DEMONSTRATION", "RATING", "PAIRWISE", "RANKING"]),
  scale: scaleSchema.omit({ margins: true }).nullable(),
  criteria: z.array(
    z.strictObject({
      name: z.string(),
      label: z.string(),
      help: z.string(),
      ask: z.enum(["comparison", "rating"]),
      min: z.int().nullable(),
      max: z.int().nullable(),
      anchors: z.record(z.string(), z.string()),
      required: z.boolean(),
    }),
  ),
  flags: z.array(z.strictObject({ type: z.string(), label: z.string(), help: z.string() })),
  rationale: z.strictObject({ mode: z.enum(["off", "optional", "required"]), minLength: z.int() }),
  editBetter: z.boolean(),
  confidence: z.boolean(),
  priorities: z.array(z.string()),
  asks: z.enum(["better", "worse"]),
  question: z.string(),
  ranking: z.strictObject({ ties: z.boolean(), partial: z.boolean() }),
  noteFirst: z.boolean(),
  flagSpans: z.boolean(),
  turns: z.enum(["whole", "each"]),
  demonstration: demonstrationSchema.nullable(),
})
export type WireProtocol = z.infer<typeof wireProtocolSchema>

export const wireGuidelinesSchema = z.strictObject({
  version: z.int().positive(),
  html: z.string(),
  /** Ask the person to read and confirm before going on. */
  confirmRequired: z.boolean(),
  /** The newest version this person has seen before this sitting; null = none. */
  seenVersion: z.int().positive().nullable(),
  /** No new tasks before this person has confirmed; see core/guidelines/must-confirm.ts. */
  mustConfirm: z.boolean(),
  /** What `changes` counts from: the version last confirmed where `mustConfirm`, else the one last seen. */
  changesSince: z.int().positive().nullable(),
  /** From that version to this one (core/text-changes.ts); empty where nothing changed or none was seen. */
  changes: z.array(z.strictObject({ kind: z.enum(["same", "added", "removed", "gap"]), text: z.string() })),
})
export type WireGuidelines = z.infer<typeof wireGuidelinesSchema>

/** A question somebody raised and its answer, in the words meant for everybody. Says not who asked. */
export const wireAnswerSchema = z.strictObject({
  question: z.string(),
  /** Sanitised by the server. */
  html: z.string(),
  at: time,
  /** The person asked it. */
  own: z.boolean(),
})
export type WireAnswer = z.infer<typeof wireAnswerSchema>

// ---------------------------------------------------------------- progress

export const progressQuerySchema = z.object({
  /** Start of the person's day, by their own clock and zone. Default: the last 24 hours. */
  dayStart: clientTime.optional(),
})
/** Judgments count whether they entered the quota or came as surplus: the work was done. */
export const progressResponseSchema = z.strictObject({
  doneToday: z.int(),
  doneTotal: z.int(),
  /** Tasks this person could still get, those leased to them now included. */
  left: z.strictObject({ count: z.int(), atLeast: z.boolean() }),
})
export type WireProgress = z.infer<typeof progressResponseSchema>

// ---------------------------------------------------------------- lease

export const leaseRequestSchema = z.strictObject({
  /** The account the page works for; absent on the very first call. */
  account: accountSchema.optional(),
  /** How many tasks the page wants to hold, the one in view included; default and most: `leaseAhead`. */
  want: z.int().min(0).max(200).optional(),
  /** Tokens whose texts the page has, so that they are not sent again. */
  have: z.array(tokenSchema).max(400).default([]),
  /** Tokens answered or skipped in the outbox but not yet saved: never to be handed back as open. */
  answered: z.array(tokenSchema).max(1000).default([]),
  /** Versions the page has; a section that is up to date is answered with null. */
  knows: z
    .strictObject({
      protocol: z.int().optional(),
      guidelines: z.int().optional(),
      /** `answersStamp` of the answer that brought the questions. */
      answers: z.string().max(64).optional(),
    })
    .default({}),
  /** Newest version of the guidelines that the person has confirmed on this device; said until the server knows. */
  confirmed: z.int().positive().optional(),
  /** Ask for `progress` too (it costs a count). */
  progress: progressQuerySchema.optional(),
})
export type LeaseRequest = z.input<typeof leaseRequestSchema>

export const leaseResponseSchema = z.strictObject({
  account: accountSchema,
  serverTime: time,
  /**
   * `ok`: the person holds what was wanted, or `tasks` brought some (`more` = ask again at once);
   * `empty`: nothing left for this person now; `busy`: others were claiming the last ones, ask again
   * in a second; `paused`: an admin paused this person; `confirm`: no new tasks until the guidelines
   * are read and confirmed (`confirmed` of the next request). What is held or answered stays.
   */
  state: z.enum(["ok", "empty", "busy", "paused", "confirm"]),
  /** The rest of what was wanted comes with the next call. */
  more: z.boolean(),
  /** Newly given, or leased already but not in `have`; in the order they are to be worked through. */
  tasks: z.array(wireTaskSchema),
  texts,
  /** Tokens out of `have` that are still leased, in the order they are to be worked through. */
  held: z.array(z.strictObject({ token: tokenSchema, leaseExpiresAt: time })),
  /** Tokens out of `have` that are no longer leased. A finished answer may still be sent: it counts or becomes surplus. */
  gone: z.array(tokenSchema),
  leaseAhead: z.int(),
  blurContent: z.boolean(),
  breakAfterMin: z.int(),
  /** Null where the page knows the current version. `protocolVersion` always tells it. */
  protocol: wireProtocolSchema.nullable(),
  protocolVersion: z.int().positive(),
  guidelines: wireGuidelinesSchema.nullable(),
  guidelineVersion: z.int().positive().nullable(),
  /** Questions with their answers, newest first; null where the page has them as they are. */
  answers: z.array(wireAnswerSchema).nullable(),
  /** Changes with every answer. */
  answersStamp: z.string(),
  progress: progressResponseSchema.nullable(),
})
export type LeaseResponse = z.infer<typeof leaseResponseSchema>

// ---------------------------------------------------------------- the outbox

/** The answer in terms of the screen: same shape as ScreenVerdict of core/verdict.ts. */
export const wireVerdictSchema = z.union([
  z.strictObject({ side: z.enum(["left", "right"]), level: z.int().min(1).max(9) }),
  z.strictObject({ side: z.literal("tie"), bothBad: z.boolean() }),
])

/** PostgreSQL text holds neither NUL nor lone surrogates; nobody types them, so they are replaced. */
const typed = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text.replaceAll(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"),
    )

const itemBase = {
  /** Idempotency key: a UUID made once per key press, kept over every retry. */
  key: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  token: tokenSchema,
  /**
   * The order of the keys within one assignment: strictly rising, also over reloads and tabs.
   * `max(last + 1, Date.now())` is right. An item that arrives after one with a higher `seq` of the
   * same assignment is kept as `superseded` and changes nothing.
   */
  seq: z.int().positive(),
}
const timing = {
  activeMs: duration.nullable().default(null),
  wallMs: duration.nullable().default(null),
  /** When the task was painted and when the key was pressed, by the client's clock. */
  shownAt: clientTime.nullable().default(null),
  decidedAt: clientTime.nullable().default(null),
  inputPath: typed(64).default(""),
  device: z.enum(["", "desktop", "tablet", "phone"]).default(""),
}

/** A text written for a task of the kind DEMONSTRATION. */
export const writtenSchema = z.strictObject({
  /** Null where the task gives the prompt. */
  prompt: typed(1_000_000).nullable().default(null),
  promptKind: z.string().max(64).nullable().default(null),
  answer: typed(1_000_000),
  useCase: z.string().max(64).nullable().default(null),
  /** As the person said, or as the page guessed it; null = nobody could tell. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .max(35)
    .nullable()
    .default(null),
  /** Characters that came out of the clipboard; what they were is not recorded. */
  pastedChars: z.int().min(0).max(2_147_483_647).default(0),
})
export type Written = z.output<typeof writtenSchema>

export const verdictItemSchema = z.strictObject({
  ...itemBase,
  ...timing,
  kind: z.literal("verdict"),
  /** Versions that were on the screen. */
  protocolVersion: z.int().positive(),
  guidelineVersion: z.int().positive().nullable().default(null),
  /** Null only with `ranks`, `ratings`, `notRankable` or `written`. */
  verdict: wireVerdictSchema.nullable(),
  written: writtenSchema.nullable().default(null),
  /** Further criteria of the protocol that ask for a comparison. */
  criteria: z
    .array(z.strictObject({ name: z.string().max(64), verdict: wireVerdictSchema }))
    .max(32)
    .default([]),
  ratings: z
    .array(z.strictObject({ panel: z.int().min(0).max(8), criterion: z.string().max(64), value: z.int() }))
    .max(288)
    .default([]),
  /** Rank of each panel in screen order: 1 = best, equal = tie, null = left out. */
  ranks: z.array(z.int().min(1).max(9).nullable()).max(9).nullable().default(null),
  notRankable: z.boolean().default(false),
  confidence: z.int().min(1).max(9).nullable().default(null),
  rationale: typed(20_000).nullable().default(null),
  note: typed(20_000).nullable().default(null),
  editedText: typed(1_000_000).nullable().default(null),
  flags: z
    .array(
      z.strictObject({
        /** Screen position, or null for the whole task. */
        panel: z.int().min(0).max(8).nullable(),
        type: z.string().max(64),
        comment: typed(4_000).nullable().default(null),
        /**
         * A part of the raw text of the panel's last turn, in UTF-16 units; null = all of it. `words` is
         * what the page cut out there, by which the server knows that both mean the same text.
         */
        span: z
          .strictObject({
            start: z.int().min(0),
            end: z.int().min(1).max(10_000_000),
            words: z.string().max(1_000_000).optional(),
          })
          .refine((span) => span.start < span.end, "expected start before end")
          .nullable()
          .default(null),
      }),
    )
    .max(100)
    .default([]),
  /** Share of each panel scrolled into view, screen order. */
  scrollDepth: z.array(z.number().min(0).max(1)).max(9).default([]),
})

/** Takes back the latest answer or skip of the assignment; the slot stays with the person. */
export const undoItemSchema = z.strictObject({ ...itemBase, ...timing, kind: z.literal("undo") })

export const skipItemSchema = z.strictObject({
  ...itemBase,
  ...timing,
  kind: z.literal("skip"),
  /** One of core/annotate/skip-reasons.ts. */
  reason: z.string().max(64),
  note: typed(4_000).nullable().default(null),
})

export const outboxItemSchema = z.discriminatedUnion("kind", [
  verdictItemSchema,
  undoItemSchema,
  skipItemSchema,
])
/** As the client writes it (defaults may be left out). */
export type OutboxItem = z.input<typeof outboxItemSchema>
/** As the server reads it. */
export type ParsedItem = z.output<typeof outboxItemSchema>
export type VerdictItem = z.output<typeof verdictItemSchema>
export type UndoItem = z.output<typeof undoItemSchema>
export type SkipItem = z.output<typeof skipItemSchema>

export const annotationsRequestSchema = z.strictObject({
  /** Whose outbox this is; refused whole (409) when another account is signed in. */
  account: accountSchema,
  /** The client's clock at sending. */
  sentAt: clientTime,
  /** In the order of the keys, at most one request in flight. Each is checked on its own. */
  items: z.array(z.unknown()).min(1).max(100),
})
export type AnnotationsRequest = Omit<z.input<typeof annotationsRequestSchema>, "items"> & {
  readonly items: readonly OutboxItem[]
}

export const itemResultSchema = z.strictObject({
  key: z.string(),
  /**
   * `accepted`: committed. `surplus`: committed and kept, but the task was full: tell the person (on
   * an undo: the slot was lost meanwhile, the next answer will be surplus). `superseded`: a later key
   * of this assignment was already in; kept on record. `refused`: can never be saved (`code`,
   * `message`): take it out of the outbox and show it. `retry`: not saved, nothing changed: keep it
   * and send it and all after it again.
   */
  status: z.enum(["accepted", "surplus", "superseded", "refused", "retry"]),
  /** This key had been saved before; `status` is what it was then. */
  duplicate: z.boolean(),
  /** Number of the annotation's revision that this made; null for skips and refusals. */
  revision: z.int().positive().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
})
export type ItemResult = z.infer<typeof itemResultSchema>

/** Sent only after every `accepted`, `surplus` and `superseded` in it is committed. */
export const annotationsResponseSchema = z.strictObject({
  account: accountSchema,
  serverTime: time,
  /** One per item, same order. */
  results: z.array(itemResultSchema),
})
export type AnnotationsResponse = z.infer<typeof annotationsResponseSchema>

// ---------------------------------------------------------------- renew, release, recall, sitting

export const renewRequestSchema = z.strictObject({
  account: accountSchema,
  tokens: z.array(tokenSchema).min(1).max(400),
  /** Milliseconds since the last key, pointer or scroll: an idle page gets no renewal. */
  idleMs: duration,
})
export const renewResponseSchema = z.strictObject({
  serverTime: time,
  leases: z.array(z.strictObject({ token: tokenSchema, leaseExpiresAt: time })),
  gone: z.array(tokenSchema),
})
export type RenewRequest = z.infer<typeof renewRequestSchema>
export type RenewResponse = z.infer<typeof renewResponseSchema>

/** Give leases back, e.g. on signing out. */
export const releaseRequestSchema = z.strictObject({
  account: accountSchema,
  tokens: z.array(tokenSchema).min(1).max(400),
})
export const releaseResponseSchema = z.strictObject({ released: z.int() })
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>

/** Markdown as the page would show it, for the preview of what is being written. Nothing is kept. */
export const previewRequestSchema = z.strictObject({ account: accountSchema, text: typed(1_000_000) })
export const previewResponseSchema = z.strictObject({ html: z.string() })

/** A question about the task in view, or about the project as a whole. */
export const questionRequestSchema = z.strictObject({
  account: accountSchema,
  /** Made once per question, kept over every retry: sent twice, it is one. */
  key: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  token: tokenSchema.nullable(),
  guidelineVersion: z.int().positive().nullable(),
  text: typed(4_000).refine((text) => text.trim() !== "", "A question needs words."),
})
export type QuestionRequest = z.input<typeof questionRequestSchema>

/** Texts of one's own assignments again, in any state: for undo after a reload. */
export const recallRequestSchema = z.strictObject({
  account: accountSchema,
  tokens: z.array(tokenSchema).min(1).max(20),
})
export const recallResponseSchema = z.strictObject({ tasks: z.array(wireTaskSchema), texts })
export type RecallResponse = z.infer<typeof recallResponseSchema>

/** What this person answered or skipped since a time, oldest first: the stack that `Z` goes back through. */
export const sittingQuerySchema = z.object({ since: clientTime })
export const sittingResponseSchema = z.strictObject({
  entries: z.array(
    z.strictObject({
      token: tokenSchema,
      outcome: z.enum(["accepted", "surplus", "skipped"]),
      verdict: wireVerdictSchema.nullable(),
      at: time,
    }),
  ),
})
export type SittingResponse = z.infer<typeof sittingResponseSchema>
