import type { TaskPage } from "@/components/annotate/store/database"
import type { SyncState } from "@/core/annotate/outbox-rules"
import type { AnnotateState } from "@/core/annotate/reducer"
import type { WireAnswer, WireGuidelines, WireProtocol } from "@/core/annotate/wire"

/** What the server said about the project, as of the last lease; kept on the device. */
export type ProjectFacts = {
  readonly protocol: WireProtocol
  readonly guidelines: WireGuidelines | null
  /** Questions and answers, newest first; absent on a device that has not heard of them yet. */
  readonly answers?: readonly WireAnswer[]
  readonly answersStamp?: string
  readonly leaseAhead: number
  readonly blurContent: boolean
  readonly breakAfterMin: number
}
export type Progress = {
  readonly doneToday: number
  readonly left: { readonly count: number; readonly atLeast: boolean } | null
}
export type Message =
  | { readonly kind: "surplus"; readonly count: number }
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "gone" }

/** Everything the screen draws, at one moment. */
export type Snapshot = {
  readonly state: AnnotateState
  readonly pages: ReadonlyMap<string, TaskPage>
  /** Tasks whose layout is in the document; the one in view is always among them. */
  readonly mounted: readonly string[]
  /** The task in view once its frame is painted: only then is it opened to the focus and to the pointer. */
  readonly settled: string | null
  readonly facts: ProjectFacts | null
  readonly progress: Progress | null
  readonly sync: {
    readonly state: SyncState
    readonly waiting: number
    readonly otherAccount: boolean
    /** False until the outbox has been counted: nothing is said that is not known. */
    readonly known: boolean
  }
  /** The queue's tasks are open in another tab of this browser. */
  readonly elsewhere: boolean
  /** No longer a member of the project. */
  readonly shutOut: boolean
  readonly messages: readonly Message[]
  /** Newest version of the guidelines that was opened in this sitting. */
  readonly guidelinesRead: number
  /** New guidelines wait to be read and confirmed: nothing else is on the page until then. */
  readonly toConfirm: boolean
  /** Answers to questions that are newer than this were not there in the last sitting; ISO time. */
  readonly answersSeen: string
  /** Active time of this sitting. */
  readonly sittingMs: number
  readonly breakDue: boolean
}

/** Refusals stay each for itself; of the other kinds there is one, and surplus answers add up. */
export function withMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const others = messages.filter((one) => one.kind !== message.kind || one.kind === "refused")
  const before = messages.find((one) => one.kind === "surplus")
  if (message.kind !== "surplus" || before?.kind !== "surplus") return [...others, message]
  return [...others, { kind: "surplus", count: before.count + message.count }]
}
