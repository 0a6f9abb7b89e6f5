import type { Message } from "@/core/messages"

// What the import screen and its routes say to each other. Plain data, so that components need no server.

export type BadRowView = {
  readonly file: string
  readonly line: number
  readonly field: string
  readonly found: string
  readonly expected: string
}

export type CountsView = Readonly<
  Record<
    "prompts" | "completions" | "labels" | "tasks",
    { readonly added: number; readonly existing: number }
  >
>

/** What a check (a dry run) found: exactly what starting would do. */
export type CheckView = CountsView & {
  readonly judgments: number
  /** Prompts that the cap per source user would hold back. */
  readonly heldBack: number
  readonly badRowCount: number
  /** A file that cannot be read at all: skipping bad rows does not help. */
  readonly refused: boolean
}

/** `waiting`: for another import into the project, or a change of its prompts, to be done. */
export const importPhases = ["reading", "waiting", "storing", "tasks"] as const
export type ImportPhase = (typeof importPhases)[number]

export type ProgressView = {
  readonly phase: ImportPhase
  readonly rows: number
  readonly bytes: number
  readonly totalBytes: number
}

export type ImportRunView = {
  readonly id: string
  readonly status: "PREVIEW" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED"
  readonly createdAt: string
  readonly files: readonly { readonly id: string; readonly name: string; readonly bytes: number }[]
  readonly progress: ProgressView | null
  readonly check: CheckView | null
  readonly counts: CountsView | null
  /** New completions that name their model. */
  readonly leaks: number
  /** Prompts that the cap per source user holds back since. */
  readonly heldBack: number
  readonly error: string | null
  readonly badRowCount: number
  /** The first hundred. */
  readonly badRows: readonly BadRowView[]
}

/** Columns per field, as the person corrected the guess; an empty list = no column. */
export type MappingView = Readonly<Record<string, readonly string[]>>

/** What a row can be, to choose from where the first rows were taken for something else. */
export type ShapeChoice = { readonly name: string; readonly label: string }

export type PreviewItem = {
  readonly line: number
  readonly prompt: readonly Message[]
  readonly completions: readonly { readonly model: string; readonly messages: readonly Message[] }[]
  /** Index of the preferred completion, where the row states one. */
  readonly chosen: number | null
}

/** A file as it is understood under a mapping, with its first rows; or why it is not. */
export type FilePreview = {
  readonly file: string
  readonly error: string | null
  readonly container: string
  readonly shape: string
  readonly columns: readonly string[]
  readonly mapping: MappingView
  readonly unmapped: readonly string[]
  readonly items: readonly PreviewItem[]
  readonly badRows: readonly BadRowView[]
}

/** Longest piece of an upload; files go up in pieces, so that no proxy's limit on bodies matters. */
export const uploadPieceBytes = 4 * 1024 * 1024
