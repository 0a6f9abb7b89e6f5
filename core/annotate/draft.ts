import type { CellAnswers } from "@/core/annotate/cells"
import type { RankStep } from "@/core/annotate/ranking-input"
import type { WireProtocol } from "@/core/annotate/wire"

/** What a person has prepared for the task in view beside the verdict. Survives a reload. */
export type Draft = CellAnswers & {
  readonly note: string
  readonly flags: readonly DraftFlag[]
  readonly edit: DraftEdit | null
  readonly ranking: readonly RankStep[]
  /** What was written before the prompt was shown; null = not yet, where the protocol asks for it. */
  readonly firstNote: string | null
  /** What is being written, where the task is to write. */
  readonly written: DraftText | null
}
/** A text in the making. `language` null = as the page guesses it. */
export type DraftText = {
  readonly prompt: string
  readonly promptKind: string | null
  readonly answer: string
  readonly useCase: string | null
  readonly language: string | null
  /** Characters that came out of the clipboard so far. */
  readonly pastedChars: number
}
/**
 * `panel` is a place on the screen: 0 left, 1 right, null the whole task. A span counts in UTF-16
 * units of the raw text of the panel's last turn; `words` is what it cuts out there.
 */
export type DraftFlag = {
  readonly panel: number | null
  readonly type: string
  readonly span?: { readonly start: number; readonly end: number; readonly words?: string }
  readonly comment?: string
}
/** The better text as the person rewrote it, and the side it stands on. */
export type DraftEdit = { readonly side: "left" | "right"; readonly text: string }

export const emptyDraft: Draft = {
  note: "",
  flags: [],
  edit: null,
  confidence: null,
  ratings: [],
  comparisons: [],
  ranking: [],
  firstNote: null,
  written: null,
}

export const emptyText: DraftText = {
  prompt: "",
  promptKind: null,
  answer: "",
  useCase: null,
  language: null,
  pastedChars: 0,
}

export function isEmptyDraft(draft: Draft): boolean {
  const { flags, ratings, comparisons, ranking } = draft
  return (
    draft.note === "" &&
    draft.edit === null &&
    draft.confidence === null &&
    draft.firstNote === null &&
    draft.written === null &&
    flags.length + ratings.length + comparisons.length + ranking.length === 0
  )
}

export function hasFlag(draft: Draft, flag: DraftFlag): boolean {
  return draft.flags.some((one) => isSameFlag(one, flag))
}

export function toggleFlag(draft: Draft, flag: DraftFlag): Draft {
  const flags = hasFlag(draft, flag)
    ? draft.flags.filter((one) => !isSameFlag(one, flag))
    : [...draft.flags, flag]
  return { ...draft, flags }
}

/** A flag with what is said about it; one of the same kind at the same place is said anew. */
export function putFlag(draft: Draft, flag: DraftFlag): Draft {
  return { ...draft, flags: [...draft.flags.filter((one) => !isSameFlag(one, flag)), flag] }
}

/** A flag that names words of a text. */
export type Mark = DraftFlag & { readonly span: NonNullable<DraftFlag["span"]> }

export function canMark(protocol: Pick<WireProtocol, "flags" | "flagSpans" | "kind">): boolean {
  return protocol.flagSpans && protocol.flags.length > 0 && protocol.kind !== "DEMONSTRATION"
}

/** The words marked in one text, in reading order. */
export function marksOf(draft: Draft, panel: number): readonly Mark[] {
  return draft.flags
    .filter((flag): flag is Mark => flag.panel === panel && flag.span !== undefined)
    .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
}

/** The same kind of flag at the same place; what is said about it may differ. */
function isSameFlag(a: DraftFlag, b: DraftFlag): boolean {
  return (
    a.panel === b.panel && a.type === b.type && a.span?.start === b.span?.start && a.span?.end === b.span?.end
  )
}
