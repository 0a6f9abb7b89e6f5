import type { Messages } from "@/core/messages"

/** What a container (JSONL, JSON array, CSV, …) yields: one record, still in its own columns. */
export type RawRow = {
  /** 1-based line of the file where the record begins. */
  readonly line: number
  readonly value: Readonly<Record<string, unknown>>
  /** The container knows only text (CSV), so a list or a number arrives as a string. */
  readonly textual: boolean
}

/** Why a row cannot be taken: shown to people, stored in ImportBadRow. */
export type BadField = { readonly field: string; readonly found: string; readonly expected: string }

/** Thrown while one row is read; caught where rows are counted, never further up. */
export class RowFault extends Error {
  override readonly name = "RowFault"
  constructor(readonly bad: BadField) {
    super(`${bad.field}: found ${bad.found}, expected ${bad.expected}`)
  }
}

export const splits = ["train", "validation", "test"] as const
export type Split = (typeof splits)[number]

export type ItemPrompt = {
  readonly messages: Messages
  readonly externalId: string | null
  readonly split: Split | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly references: readonly string[]
  /** Turns of one conversation share it, so that they never straddle splits. */
  readonly conversationId?: string | null
  readonly sourceUser?: string | null
  readonly useCase?: string | null
}

export type ItemCompletion = {
  /** Model key, `unknown` where the source names none. */
  readonly model: string
  /** All turns after the prompt; at least one. */
  readonly messages: Messages
  readonly externalId: string | null
  /** Kept with the completion and shown to nobody who judges: `{ratings: {…}}` of the source, sampling parameters. */
  readonly params?: Readonly<Record<string, unknown>> | null
  readonly logProbSum?: number | null
  readonly tokenCount?: number | null
}

/** A preference that came with the data, between two completions of the item (by index). */
export type ItemLabel = {
  readonly better: number
  readonly worse: number
  readonly tie: boolean
  readonly bothBad: boolean
  readonly level: number | null
  readonly labeler: string
  /** Absent = `overall`. */
  readonly criterion?: string
}

/** One row, understood. Every shape ends here, so that storing knows no formats. */
export type ImportItem = {
  readonly prompt: ItemPrompt
  readonly completions: readonly ItemCompletion[]
  readonly labels: readonly ItemLabel[]
  /** A line of our own `raw_annotations`: what people did with the task, checked, to be stored as it was. */
  readonly history?: Readonly<Record<string, unknown>>
}
