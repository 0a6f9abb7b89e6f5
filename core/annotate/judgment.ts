import type { Draft, DraftText } from "@/core/annotate/draft"
import {
  finalRanking,
  findHindrance,
  findJudgedHindrance,
  findWritingHindrance,
} from "@/core/annotate/hindrance"
import { toRanks } from "@/core/annotate/ranking-input"
import type { Hindrance } from "@/core/annotate/reducer"
import type { AnswerAction } from "@/core/annotate/strip"
import { toVerdict } from "@/core/annotate/strip"
import type { OutboxItem, WireProtocol } from "@/core/annotate/wire"
import { toWritten } from "@/core/annotate/written-text"

/** What lies before the person when they decide. */
export type Desk = {
  readonly protocol: WireProtocol
  /** Version of the guidelines that the page has shown for this task. */
  readonly guidelineVersion: number | null
  readonly draft: Draft
  /** The texts are still blurred. */
  readonly covered: boolean
  /** How many texts there are. */
  readonly k: number
  /** Share of each panel scrolled into view, screen order. */
  readonly scrollDepth: readonly number[]
}

type VerdictItem = Extract<OutboxItem, { kind: "verdict" }>
/** A judgment as it is kept, but for its key, place and times. */
export type Judgment = Pick<VerdictItem, "kind" | "protocolVersion" | "verdict"> & Partial<VerdictItem>
/** Either what is given, or what the protocol still asks for. */
export type Judged = { readonly judgment: Judgment } | { readonly hindrance: Hindrance }

/** One key on a pair. */
export function judgePair(desk: Desk, action: AnswerAction): Judged {
  const { protocol, draft, covered } = desk
  const verdict = protocol.scale ? toVerdict(action, protocol.scale) : undefined
  const hindrance = findHindrance(verdict, draft, protocol, covered)
  if (hindrance) return { hindrance }
  return { judgment: { ...beside(desk), verdict: verdict ?? null } }
}

/** The ranking or the ratings as they stand. */
export function judgeTexts(desk: Desk): Judged {
  const { protocol, draft, covered, k } = desk
  const hindrance = findJudgedHindrance(draft, protocol, covered, k)
  if (hindrance) return { hindrance }
  const ranks = protocol.kind === "RANKING" ? [...toRanks(finalRanking(draft, protocol, k), k)] : null
  return { judgment: { ...beside(desk), verdict: null, ranks } }
}

/** A text that was written; `prompted`: the task gave the prompt. */
export function handInText(desk: Desk, text: DraftText, prompted: boolean): Judged {
  const { protocol, draft, covered } = desk
  const { demonstration } = protocol
  const hindrance = findWritingHindrance({ ...draft, written: text }, protocol, covered, prompted)
  if (hindrance) return { hindrance }
  const written = demonstration ? toWritten(text, demonstration, prompted) : null
  return { judgment: { ...beside(desk), verdict: null, written } }
}

/** The texts cannot be put in order at all: an answer too, with its flags and note. */
export function judgeNotRankable(desk: Desk): Judged {
  return { judgment: { ...beside(desk), verdict: null, notRankable: true } }
}

/** What goes with every judgment, whatever its kind. */
function beside(desk: Desk): Omit<Judgment, "verdict"> {
  const { protocol, guidelineVersion, draft, k } = desk
  const note = draft.note.trim() === "" ? null : draft.note
  const asksReason = protocol.rationale.mode !== "off"
  const { scale } = protocol
  return {
    kind: "verdict",
    protocolVersion: protocol.version,
    guidelineVersion,
    ratings: draft.ratings.filter((one) => one.panel < k),
    criteria: draft.comparisons.flatMap(({ criterion, action }) => {
      const verdict = scale && toVerdict(action, scale)
      return verdict ? [{ name: criterion, verdict }] : []
    }),
    confidence: draft.confidence,
    rationale: asksReason ? note : null,
    note: protocol.noteFirst ? draft.firstNote : asksReason ? null : note,
    editedText: draft.edit?.text ?? null,
    flags: draft.flags.map((flag) => ({
      panel: flag.panel,
      type: flag.type,
      span: flag.span ?? null,
      comment: flag.comment?.trim() ? flag.comment : null,
    })),
    scrollDepth: [...desk.scrollDepth],
  }
}
