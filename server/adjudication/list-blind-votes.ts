import type { BlindVote, PairRef, VotesResponse } from "@/core/adjudication/wire"
import { type FlagLabels, toFlagLabels } from "@/core/protocol"
import type { Span } from "@/core/text-mask"
import { toMaskedSpan } from "@/core/text-mask"
import type { StoredPreference } from "@/core/verdict"
import { toScreen } from "@/core/verdict"
import type { ProjectAccess } from "@/server/access"
import { requireAdjudicator } from "@/server/adjudication/require-adjudicator"
import type { VoteRow } from "@/server/data/adjudication/list-votes"
import type { CaseSource } from "@/server/data/adjudication/load-cases"
import { loadCases } from "@/server/data/adjudication/load-cases"
import { listVotes } from "@/server/data/adjudication/list-votes"
import { getAnnotateSetup } from "@/server/data/annotate-setup"

/** The votes on a pair as the adjudicator's screen has its sides; nothing in them says whose they are. */
export async function listBlindVotes(
  access: ProjectAccess<"adjudications:create" | "annotations:create">,
  { left, ...pair }: PairRef & { readonly left: number },
): Promise<VotesResponse> {
  const who = requireAdjudicator(access)
  const { protocol } = await getAnnotateSetup(who)
  const labels = toFlagLabels(protocol.definition)
  const [rows, cases] = await Promise.all([listVotes(who, pair), loadCases(who, [pair.task])])
  const texts = cases.get(pair.task)?.completions ?? []
  return { votes: rows.map((row) => toBlindVote(row, { pair, left, labels, texts })) }
}

function toBlindVote(
  row: VoteRow,
  {
    pair,
    left,
    labels,
    texts,
  }: {
    readonly pair: PairRef
    readonly left: number
    readonly labels: FlagLabels
    readonly texts: CaseSource["completions"]
  },
): BlindVote {
  const sideOf = (position: number | null) =>
    position === left
      ? ("left" as const)
      : position === pair.positionA || position === pair.positionB
        ? ("right" as const)
        : null
  return {
    verdict: toVerdict(row, left === pair.positionA ? [0, 1] : [1, 0]),
    notRankable: row.notRankable,
    confidence: row.confidence,
    rationale: row.rationale,
    note: row.note,
    // Flags on a text that is not in this pair are about something else.
    flags: row.flags
      .filter((flag) => flag.position === null || sideOf(flag.position) !== null)
      .map((flag) => ({
        side: sideOf(flag.position),
        label: labels.get(flag.type) ?? flag.type,
        comment: flag.comment,
        span: toShownSpan(flag, texts),
      })),
    guidelineVersion: row.guidelineVersion,
  }
}

/** Marked words in terms of the text as the desk shows it, in which names may be masked. */
function toShownSpan(flag: VoteRow["flags"][number], texts: CaseSource["completions"]): Span | null {
  const text = flag.position === null ? undefined : texts[flag.position]
  if (!text || flag.start === null || flag.end === null) return null
  return toMaskedSpan({ start: flag.start, end: flag.end }, text.spans, text.messages.length - 1)
}

function toVerdict({ preference, bothBad, level }: VoteRow, order: readonly number[]): BlindVote["verdict"] {
  if (preference === null) return null
  const stored: StoredPreference =
    preference === "TIE"
      ? { preference, bothBad: bothBad ?? false, level: null }
      : { preference, bothBad: false, level: level ?? 1 }
  return toScreen(stored, order)
}
