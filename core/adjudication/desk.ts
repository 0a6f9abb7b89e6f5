import type { BlindVote, Case, NextResponse } from "@/core/adjudication/wire"
import type { AnswerAction } from "@/core/annotate/strip"
import type { WireText } from "@/core/annotate/wire"

/**
 * The adjudicator's page as named states.
 *
 *            cases arrive            key, reason given           stored
 *   loading ─────────────▶ ruling ────────────────────▶ storing ────────▶ ruling (the next task)
 *      │ none                 │ key, reason wanted          │ refused        │ none left
 *      ▼                      ▼                             ▼                ▼
 *    empty                 ruling with `pending`,        ruling, said     loading / empty
 *                          the field has the focus       why
 */
export type DeskPhase = "loading" | "ruling" | "storing" | "empty"

/** A ruling or a decision on a task in review, newest last: what undo goes back through. */
export type DeskDone = {
  readonly case: Case
  /** Null = it went back to the queue or out of it, which the task's page can change. */
  readonly ruling: string | null
  readonly action: AnswerAction | null
  readonly reason: string
  readonly said: string
}

export type DeskState = {
  readonly phase: DeskPhase
  /** The first is in view. */
  readonly cases: readonly Case[]
  readonly texts: Readonly<Record<string, WireText>>
  /** Tasks that wait in all, the one in view included. */
  readonly waiting: number | null
  readonly aside: readonly string[]
  readonly history: readonly DeskDone[]
  readonly reason: string
  /** Chosen, and waiting for its reason. */
  readonly pending: AnswerAction | null
  readonly gold: boolean
  readonly votes: readonly BlindVote[] | null
  /** Keys of the pairs whose votes were opened. */
  readonly saw: readonly string[]
  readonly panel: "votes" | "guidelines" | "help" | null
  readonly raw: boolean
  readonly diff: boolean
  readonly fault: string | null
  readonly toast: { readonly serial: number; readonly text: string; readonly undo: boolean } | null
  readonly serial: number
}

export const emptyDesk: DeskState = {
  phase: "loading",
  cases: [],
  texts: {},
  waiting: null,
  aside: [],
  history: [],
  reason: "",
  pending: null,
  gold: false,
  votes: null,
  saw: [],
  panel: null,
  raw: false,
  diff: false,
  fault: null,
  toast: null,
  serial: 0,
}

export type DeskEvent =
  | { readonly type: "arrived"; readonly answer: NextResponse; readonly front?: string }
  | { readonly type: "reason"; readonly reason: string }
  | { readonly type: "pending"; readonly action: AnswerAction | null }
  | { readonly type: "gold" }
  | { readonly type: "storing" }
  | { readonly type: "done"; readonly done: DeskDone }
  | { readonly type: "refused"; readonly fault: string }
  | { readonly type: "aside" }
  | { readonly type: "undone"; readonly done: DeskDone }
  | { readonly type: "votes"; readonly key: string; readonly votes: readonly BlindVote[] }
  | { readonly type: "panel"; readonly panel: DeskState["panel"] }
  | { readonly type: "toggle"; readonly view: "raw" | "diff" }
  | { readonly type: "toast-over"; readonly serial: number }

export function reduceDesk(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case "arrived": {
      const { answer, front } = event
      // What is in view stays in view, with what is newly known of it; a pair that was just ruled on is not it.
      const inView = front ?? state.cases[0]?.taskId
      if (state.phase === "storing") {
        const [one] = state.cases
        const others = answer.cases.filter((other) => other.taskId !== one?.taskId)
        return {
          ...state,
          cases: one ? [one, ...others] : others,
          texts: { ...state.texts, ...answer.texts },
        }
      }
      const cases = [
        ...answer.cases.filter((one) => one.taskId === inView),
        ...answer.cases.filter((one) => one.taskId !== inView),
      ]
      const kept = cases[0]?.key === state.cases[0]?.key ? state : fresh(state)
      const texts = { ...state.texts, ...answer.texts }
      return settle({ ...kept, phase: "ruling", cases, texts, waiting: answer.waiting })
    }
    case "reason":
      return { ...state, reason: event.reason, fault: null }
    case "pending":
      return { ...state, pending: event.action, fault: null }
    case "gold":
      return state.phase === "ruling" ? { ...state, gold: !state.gold } : state
    case "storing":
      return state.phase === "ruling" ? { ...state, phase: "storing", fault: null } : state
    case "done": {
      const next = {
        ...fresh(state),
        phase: "ruling" as const,
        cases: state.cases.filter((one) => one.key !== event.done.case.key),
        waiting: state.waiting === null ? null : Math.max(0, state.waiting - 1),
        history: [...state.history, event.done],
      }
      return settle(say(next, event.done.said, event.done.ruling !== null), "loading")
    }
    case "refused":
      return settle({ ...state, phase: "ruling", fault: event.fault })
    case "aside": {
      const [one] = state.cases
      if (!one || state.phase !== "ruling") return state
      const next = { ...fresh(state), cases: state.cases.slice(1), aside: [...state.aside, one.taskId] }
      return settle(say(next, "Set aside. It stays in the queue.", false), "loading")
    }
    case "undone":
      return say(
        {
          ...fresh(state),
          phase: "loading",
          cases: [],
          history: state.history.slice(0, -1),
          reason: event.done.reason,
          pending: null,
        },
        "Taken back. The task is here again.",
        false,
      )
    case "votes":
      return state.cases[0]?.key === event.key
        ? { ...state, votes: event.votes, saw: [...new Set([...state.saw, event.key])] }
        : state
    case "panel":
      return { ...state, panel: event.panel }
    case "toggle":
      return event.view === "raw"
        ? { ...state, raw: !state.raw, diff: false }
        : { ...state, diff: !state.diff, raw: false }
    case "toast-over":
      return state.toast?.serial === event.serial ? { ...state, toast: null } : state
  }
}

function say(state: DeskState, text: string, undo: boolean): DeskState {
  const serial = state.serial + 1
  return { ...state, serial, toast: { serial, text, undo } }
}

/** What belongs to the task in view alone goes with it. */
function fresh(state: DeskState): DeskState {
  return {
    ...state,
    // A reason given back by an undo waits for its task.
    reason: state.cases.length === 0 ? state.reason : "",
    pending: null,
    gold: false,
    votes: null,
    panel: null,
    diff: false,
    fault: null,
  }
}

function settle(state: DeskState, none: "empty" | "loading" = "empty"): DeskState {
  return state.cases.length > 0 ? state : { ...state, phase: none }
}
