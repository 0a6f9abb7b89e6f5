import type { Messages } from "@/core/messages"
import type { LeftOutReason } from "@/formats/export/skip-reasons"
import type { SplitName } from "@/formats/export/settings"

// What the server reads out of the snapshot and hands to a format: one prompt at a time, with
// everything that was said about it. No database id is in here.

export type Preference = "A" | "B" | "TIE"

export type PromptUnit = {
  /** SHA-256 of the messages; also what decides the split. */
  readonly hash: string
  readonly messages: Messages
  readonly externalId: string | null
  readonly conversationId: string | null
  readonly sourceUser: string | null
  readonly useCase: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly references: readonly string[]
}

/** A distinct text of a prompt, credited to every model that gave it. */
export type TextUnit = {
  readonly hash: string
  /** As imported, with masked spans replaced. */
  readonly messages: Messages
  readonly isEmpty: boolean
  readonly heldBack: boolean
  /** Never empty, sorted by model. */
  readonly sources: readonly SourceUnit[]
}

export type SourceUnit = {
  readonly model: string
  readonly externalId: string | null
  /** Canonical JSON of the sampling parameters. */
  readonly params: string | null
  readonly logProbSum: number | null
  readonly tokenCount: number | null
}

/** Positions are those of the task's texts in stored order. */
export type ComparisonUnit = {
  readonly criterion: string
  readonly positionA: number
  readonly positionB: number
  readonly preference: Preference
  readonly bothBad: boolean
  readonly level: number | null
}

/** A reviewer's ruling. `preference` null takes the ruling before it back. */
export type RulingUnit = Omit<ComparisonUnit, "preference"> & {
  readonly preference: Preference | null
  readonly reason: string
  readonly by: string
  readonly at: string
}

export type TaskUnit = {
  /** SHA-256 of prompt, kind and texts: what the task is, in any database. */
  readonly hash: string
  readonly kind: "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"
  /** Number of its round of collecting; null = none. */
  readonly round?: number | null
  /** Text hash at each stored position. */
  readonly texts: readonly string[]
  readonly annotations: readonly AnnotationUnit[]
  /** Oldest first. */
  readonly rulings: readonly RulingUnit[]
  /** Only read for formats of tasks. */
  readonly detail?: TaskDetail
}

/** What an export needs of a protocol version; one object per version, shared by its annotations. */
export type ProtocolUnit = {
  readonly version: number
  /** Levels a preference can have; null = no comparison is asked. */
  readonly maxLevel: number | null
  /** Training margin of each level, index 0 = level 1; may be empty. */
  readonly margins: readonly number[]
  /** Names of the criteria that are rated. */
  readonly ratings: readonly string[]
  /** Types of the flags that can be set. */
  readonly flags: readonly string[]
}

/** Who gave an answer, when and how. */
export type WhoUnit = {
  /** Pseudonym, `p_…`. */
  readonly annotator: string
  /** Server time of commit, ISO with milliseconds. */
  readonly submittedAt: string
  readonly cohort: string | null
  /** Version of the guidelines that were in force. */
  readonly guideline: number | null
  readonly protocol: ProtocolUnit
  readonly activeMs: number | null
  /** False when the person could see results or model names. */
  readonly blind: boolean
  readonly rationale: string | null
}

export type AnnotationUnit = {
  /** The reason it is counted under, after the settings of the export; null = counted. */
  readonly leftOut: LeftOutReason | null
  /** Every reason that speaks against counting it, gravest first; empty or absent = counted. */
  readonly reasons?: readonly LeftOutReason[]
  /** Read where `needsWho()` of needs.ts says so. */
  readonly who?: WhoUnit
  readonly notRankable: boolean
  readonly comparisons: readonly ComparisonUnit[]
  /** Only read for formats of tasks. */
  readonly detail?: AnnotationDetail
}

export type TaskDetail = {
  readonly round: number | null
  readonly doubleJudged: boolean
  readonly skips: readonly SkipUnit[]
  readonly exclusions: readonly ExclusionUnit[]
}

export type AnnotationDetail = {
  readonly id: string
  readonly annotator: string
  readonly assignment: string
  readonly purpose: string
  readonly revision: number
  readonly status: string
  readonly blind: boolean
  readonly cohort: string | null
  readonly protocol: { readonly version: number; readonly hash: string; readonly definition: string }
  readonly guideline: { readonly version: number; readonly hash: string } | null
  /** Stored positions in screen order. */
  readonly shown: readonly number[]
  readonly confidence: number | null
  readonly rationale: string | null
  readonly note: string | null
  readonly editedText: string | null
  readonly inputPath: string
  readonly device: string
  readonly activeMs: number | null
  readonly wallMs: number | null
  readonly scrollDepth: readonly number[]
  readonly clientShownAt: string | null
  readonly clientSentAt: string | null
  readonly submittedAt: string
  readonly placements: readonly { criterion: string; position: number; rank: number | null }[]
  readonly ratings: readonly { criterion: string; position: number; value: number }[]
  readonly flags: readonly FlagUnit[]
  /** At most one. */
  readonly demonstrations: readonly DemonstrationUnit[]
}

export type FlagUnit = {
  readonly position: number | null
  readonly type: string
  readonly comment: string | null
  readonly spanStart: number | null
  readonly spanEnd: number | null
}

export type DemonstrationUnit = {
  /** Empty where the task gave the prompt. */
  readonly promptMessages: Messages
  readonly promptKind: string | null
  /** Somebody wrote the very same prompt for another task before. */
  readonly again: boolean
  readonly messages: Messages
  readonly language: string | null
  readonly useCase: string | null
  readonly pastedChars: number
  readonly modelPhrases: readonly string[]
  /** Oldest first; the last one holds. */
  readonly reviews: readonly {
    readonly by: string
    readonly verdict: string
    readonly messages: Messages
    readonly comment: string
    readonly at: string
  }[]
}

export type SkipUnit = {
  readonly annotator: string
  readonly assignment: string
  readonly purpose: string
  readonly reason: string
  readonly note: string | null
  readonly shown: readonly number[]
  readonly at: string
}

export type ExclusionUnit = {
  readonly id: string
  readonly annotation: string | null
  readonly annotator: string | null
  readonly from: string | null
  readonly until: string | null
  readonly reason: string
  /** Set = this row takes that exclusion back. */
  readonly reverses: string | null
  readonly at: string
}

/** A preference that came with the data, between two texts of the prompt. */
export type LabelUnit = {
  readonly hashA: string
  readonly hashB: string
  readonly preference: Preference
  readonly bothBad: boolean
  readonly level: number | null
  readonly labeler: string
  /** Absent = `overall`. */
  readonly criterion?: string
  readonly ordinal: number
}

export type PromptBundle = {
  readonly prompt: PromptUnit
  readonly split: SplitName
  readonly tasks: readonly TaskUnit[]
  readonly labels: readonly LabelUnit[]
  /** By text hash: every text that a task or a wanted label names. */
  readonly texts: ReadonlyMap<string, TextUnit>
}
