import type { BlindVote, PairRef, VotesResponse } from "@/core/adjudication/wire"
import type { StoredPreference } from "@/core/verdict"
import { toScreen } from "@/core/verdict"
import type { ProjectAccess } from "@/server/access"
import { requireAdjudicator } from "@/server/adjudication/require-adjudicator"
import type { VoteRow } from "@/server/data/adjudication/list-votes"
import { listVotes } from "@/server/data/adjudication/list-votes"
import { getAnnotateSetup } from "@/server/data/annotate-setup"

/** The votes on a pair as the adjudicator's screen has its sides; nothing in them says whose they are. */
export async function listBlindVotes(
  access: ProjectAccess<"adjudications:create" | "annotations:create">,
  { left, ...pair }: PairRef & { readonly left: number },
): Promise<VotesResponse> {
  const who = requireAdjudicator(access)
  const { protocol } = await getAnnotateSetup(who)
  const labels = new Map(protocol.definition.flags.map((flag) => [flag.type, flag.label]))
  const rows = await listVotes(who, pair)
  return { votes: rows.map((row) => toBlindVote(row, pair, left, labels)) }
}

function toBlindVote(
  row: VoteRow,
  pair: PairRef,
  left: number,
  labels: ReadonlyMap<string, string>,
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
      })),
    guidelineVersion: row.guidelineVersion,
  }
}

function toVerdict({ preference, bothBad, level }: VoteRow, order: readonly number[]): BlindVote["verdict"] {
  if (preference === null) return null
  const stored: StoredPreference =
    preference === "TIE"
      ? { preference, bothBad: bothBad ?? false, level: null }
      : { preference, bothBad: false, level: level ?? 1 }
  return toScreen(stored, order)
}
