import type { HoldReason } from "@/core/prompts/hold"

export type PromptRow = {
  readonly id: string
  /** The last turn, at most 400 characters. */
  readonly text: string
  /** Turns of the conversation, the last one included. */
  readonly turns: number
  readonly useCase: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly sourceUser: string | null
  readonly split: string | null
  readonly heldBack: HoldReason | null
  readonly completions: number
  readonly tasks: number
  /** Counted answers. */
  readonly answers: number
}

/** How many of the prompts listed say the same; `value` null = nothing. */
export type PromptCount = { readonly value: string | null; readonly n: number }
export type PromptCounts = {
  readonly total: number
  readonly held: number
  readonly useCase: readonly PromptCount[]
  readonly language: readonly PromptCount[]
  readonly tag: readonly PromptCount[]
  readonly user: readonly PromptCount[]
  readonly split: readonly PromptCount[]
  readonly state: readonly PromptCount[]
}

/** What the filters offer. */
export type PromptChoices = {
  readonly useCases: readonly string[]
  readonly languages: readonly string[]
  readonly tags: readonly string[]
}
