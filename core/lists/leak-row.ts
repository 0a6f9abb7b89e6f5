import type { Excerpt } from "@/core/leaks/to-excerpts"
import type { LeakState } from "@/core/leaks/measure"
import type { PhraseScope } from "@/core/leaks/phrase"

/** A completion that names its model, for the list. */
export type LeakRow = {
  readonly id: string
  readonly model: string
  /** Begin of the last turn of the prompt. */
  readonly prompt: string
  readonly phrases: readonly string[]
  readonly excerpts: readonly Excerpt[]
  readonly state: LeakState
  /** A task that shows the text. */
  readonly taskId: string | null
  /** Counted answers of people who judged the text. */
  readonly answers: number
}

/** A phrase of a project's list and how many completions it was found in. */
export type PhraseRow = {
  readonly phrase: string
  readonly scope: PhraseScope
  readonly origin: "default" | "model" | "project"
  readonly on: boolean
  readonly found: number
}
