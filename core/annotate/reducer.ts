import type { Draft } from "@/core/annotate/draft"
import { emptyDraft } from "@/core/annotate/draft"
import type { SkipReason } from "@/core/annotate/skip-reasons"
import type { AnswerAction } from "@/core/annotate/strip"

/**
 * The annotator's flow as named states.
 *
 *            tasks arrive              key                stored
 *   loading ─────────────▶ judging ─────────▶ storing ─────────────▶ judging (the next task)
 *      ▲                     ▲  ▲                │ store failed            │ none left
 *      │ none here           │  └────────────────┘ (says so, stays)        ▼
 *      └─────────────────────┼────────────────────────────────────── loading / empty
 *                            │            restored
 *                            └──────── undoing ◀───── Z, from anywhere but storing
 *
 * Keys that judge are accepted in `judging` alone, so one key can never answer two tasks.
 */
export type Phase = "loading" | "judging" | "storing" | "undoing" | "empty"

/** What was last heard about the queue on the server. */
export type Supply = "unknown" | "ok" | "busy" | "empty" | "paused" | "confirm"

export type Outcome =
  | { readonly kind: "answer"; readonly action: AnswerAction }
  /** A ranking or ratings; what they say is in the draft. */
  | { readonly kind: "judged" }
  | { readonly kind: "skip"; readonly reason: SkipReason }

export type Done = { readonly token: string; readonly outcome: Outcome; readonly draft: Draft }

/** Parts of the page that open on a key. `note` is no dialog; the others are. */
export type Panel =
  | "flags"
  | "marks"
  | "note"
  | "question"
  | "edit"
  | "skip"
  | "guidelines"
  | "settings"
  | "help"

/** Why a verdict did not go through; shown beside the strip until the next try. */
export type Hindrance =
  | { readonly kind: "storage-full" }
  | { readonly kind: "storage-denied" }
  /** The device neither took the answer nor refused it. */
  | { readonly kind: "storage-silent" }
  /** It has not answered yet; the page waits and says so. */
  | { readonly kind: "storage-slow" }
  | { readonly kind: "reason-wanted"; readonly minLength: number }
  | { readonly kind: "edit-of-other-side" }
  | { readonly kind: "confidence-wanted" }
  | { readonly kind: "ratings-wanted" }
  | { readonly kind: "ranks-wanted" }
  | { readonly kind: "two-ranks-wanted" }
  | { readonly kind: "no-ties" }
  /** The prompt comes after the note. */
  | { readonly kind: "note-first" }
  | { readonly kind: "covered-text" }
  /** Of what is to be written. */
  | { readonly kind: "text-wanted"; readonly minLength: number }
  | { readonly kind: "prompt-wanted" }
  | { readonly kind: "use-case-wanted" }
  | { readonly kind: "not-offered" }
  | { readonly kind: "nothing-to-undo" }
  /** The undone task's text is neither on this device nor can it be fetched. */
  | { readonly kind: "not-at-hand" }

/** Said once for four seconds, with the undo beside it. */
export type Toast = {
  readonly serial: number
  readonly said: Outcome | { readonly kind: "undone" }
}

export type AnnotateState = {
  readonly phase: Phase
  /** Tokens of the tasks to come; the first is in view. */
  readonly queue: readonly string[]
  /** What was done in this sitting, newest last: the stack that undo goes back through. */
  readonly history: readonly Done[]
  readonly supply: Supply
  readonly draft: Draft
  /** What was said of the task in view before it was undone. */
  readonly before: Outcome | null
  /** What is being stored, so that its button shows as pressed. */
  readonly storing: Outcome | null
  readonly panel: Panel | null
  readonly raw: boolean
  readonly diff: boolean
  /** The blurred text of the task in view was asked for. */
  readonly revealed: boolean
  /** The cell that was gone back to, by its place among the task's cells; null = the first open one. */
  readonly asked: number | null
  readonly hindrance: Hindrance | null
  readonly toast: Toast | null
  readonly serial: number
}

export const initialState: AnnotateState = {
  phase: "loading",
  queue: [],
  history: [],
  supply: "unknown",
  draft: emptyDraft,
  before: null,
  storing: null,
  panel: null,
  raw: false,
  diff: false,
  revealed: false,
  asked: null,
  hindrance: null,
  toast: null,
  serial: 0,
}

export type AnnotateEvent =
  /** Tasks at hand, in order; those already queued or done are left where they are. */
  | { readonly type: "arrived"; readonly tokens: readonly string[]; readonly supply: Supply }
  /** No longer to be worked on (lease lost, open in another tab). The one in view stays in view. */
  | { readonly type: "dropped"; readonly tokens: readonly string[] }
  /** What was done earlier in this sitting, after a reload; oldest first. */
  | { readonly type: "remembered"; readonly history: readonly Done[] }
  | { readonly type: "chose"; readonly outcome: Outcome }
  /** The store takes its time. */
  | { readonly type: "slow" }
  | { readonly type: "stored" }
  | { readonly type: "hindered"; readonly hindrance: Hindrance }
  /** The task in view turned out to be done in another tab. */
  | { readonly type: "done-elsewhere" }
  | { readonly type: "undo" }
  | { readonly type: "restored" }
  | { readonly type: "draft-loaded"; readonly token: string; readonly draft: Draft }
  | { readonly type: "draft-changed"; readonly draft: Draft }
  | { readonly type: "asked"; readonly cell: number | null }
  | { readonly type: "panel"; readonly panel: Panel | null }
  | { readonly type: "toggle"; readonly view: "raw" | "diff" }
  | { readonly type: "reveal" }
  | { readonly type: "toast-over"; readonly serial: number }

const endings: ReadonlySet<Hindrance["kind"]> = new Set([
  "storage-full",
  "storage-denied",
  "storage-silent",
  "not-at-hand",
])

export function reduceAnnotate(state: AnnotateState, event: AnnotateEvent): AnnotateState {
  switch (event.type) {
    case "arrived": {
      const done = new Set(state.history.map((one) => one.token))
      const fresh = event.tokens.filter((token) => !done.has(token))
      const queue = [...new Set([...state.queue, ...fresh])]
      return settle({ ...state, queue, supply: event.supply })
    }
    case "dropped": {
      const gone = new Set(event.tokens)
      const queue = state.queue.filter((token, index) => index === 0 || !gone.has(token))
      return queue.length === state.queue.length ? state : { ...state, queue }
    }
    case "remembered":
      return { ...state, history: [...event.history, ...state.history] }
    case "chose":
      return state.phase === "judging"
        ? { ...state, phase: "storing", storing: event.outcome, hindrance: null, panel: null }
        : state
    case "slow":
      return state.phase === "storing" ? { ...state, hindrance: { kind: "storage-slow" } } : state
    case "stored": {
      const token = state.queue[0]
      if (state.phase !== "storing" || state.storing === null || token === undefined) return state
      const done = { token, outcome: state.storing, draft: state.draft }
      return advance({
        ...state,
        history: [...state.history, done],
        toast: { serial: state.serial + 1, said: state.storing },
        serial: state.serial + 1,
      })
    }
    case "hindered": {
      // Another key meanwhile is nobody's: only the store, or the way to an undone task, ends what is going on.
      const isUnderWay = state.phase === "storing" || state.phase === "undoing"
      if (isUnderWay && !endings.has(event.hindrance.kind)) return state
      return settle({ ...state, phase: "loading", storing: null, hindrance: event.hindrance })
    }
    case "done-elsewhere":
      return state.queue.length === 0 ? state : advance(state)
    case "undo":
      return state.phase === "storing" || state.phase === "undoing" || state.history.length === 0
        ? state
        : { ...state, phase: "undoing", panel: null, hindrance: null }
    case "restored": {
      const done = state.history.at(-1)
      if (state.phase !== "undoing" || done === undefined) return state
      return {
        ...fresh(state),
        phase: "judging",
        queue: [done.token, ...state.queue.filter((token) => token !== done.token)],
        history: state.history.slice(0, -1),
        draft: done.draft,
        before: done.outcome,
        // Opened while the answer came back: no key is lost.
        panel: state.panel,
        revealed: true,
        toast: { serial: state.serial + 1, said: { kind: "undone" } },
        serial: state.serial + 1,
      }
    }
    case "draft-loaded":
      return state.queue[0] === event.token && state.draft === emptyDraft
        ? { ...state, draft: event.draft }
        : state
    case "draft-changed":
      return state.phase === "judging"
        ? { ...state, draft: event.draft, asked: null, hindrance: null }
        : state
    case "asked":
      return state.phase === "judging" ? { ...state, asked: event.cell, hindrance: null } : state
    case "panel":
      return state.panel === event.panel ? state : { ...state, panel: event.panel }
    case "toggle":
      return event.view === "raw"
        ? { ...state, raw: !state.raw, diff: false }
        : { ...state, diff: !state.diff, raw: false }
    case "reveal":
      return { ...state, revealed: true, hindrance: null }
    case "toast-over":
      return state.toast?.serial === event.serial ? { ...state, toast: null } : state
  }
}

/** Whether a key that judges would be taken now. */
export function acceptsVerdict(state: AnnotateState): boolean {
  return state.phase === "judging"
}

/** The next task comes into view with nothing chosen, nothing marked and nothing open. */
function advance(state: AnnotateState): AnnotateState {
  return settle({ ...fresh(state), phase: "loading", queue: state.queue.slice(1) })
}

/** What belongs to the task in view alone goes with it. */
function fresh(state: AnnotateState): AnnotateState {
  return {
    ...state,
    draft: emptyDraft,
    before: null,
    storing: null,
    panel: null,
    diff: false,
    revealed: false,
    asked: null,
    hindrance: null,
  }
}

/** A page at rest judges what it has, else waits, else is at the end. */
function settle(state: AnnotateState): AnnotateState {
  if (state.phase === "storing" || state.phase === "undoing") return state
  if (state.queue.length > 0) return { ...state, phase: "judging" }
  return { ...state, phase: state.supply === "empty" || state.supply === "paused" ? "empty" : "loading" }
}
