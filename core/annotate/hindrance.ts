import { activeCell, toCells } from "@/core/annotate/cells"
import type { Draft } from "@/core/annotate/draft"
import { findRankingWish, withLast } from "@/core/annotate/ranking-input"
import type { Hindrance } from "@/core/annotate/reducer"
import type { WireProtocol } from "@/core/annotate/wire"
import type { ScreenVerdict } from "@/core/verdict"

/** What the protocol still asks for before this verdict on a pair can be taken, or undefined when nothing. */
export function findHindrance(
  verdict: ScreenVerdict | undefined,
  draft: Draft,
  protocol: WireProtocol,
  covered: boolean,
): Hindrance | undefined {
  if (verdict === undefined) return { kind: "not-offered" }
  const common = findCommonHindrance(draft, protocol, covered, 2)
  if (common) return common
  // An edit is kept as the better text, so it has to stand on the side that is called better.
  if (draft.edit !== null && draft.edit.side !== verdict.side) return { kind: "edit-of-other-side" }
  return undefined
}

/** The same for a ranking or a rating of k texts. */
export function findJudgedHindrance(
  draft: Draft,
  protocol: WireProtocol,
  covered: boolean,
  k: number,
): Hindrance | undefined {
  const common = findCommonHindrance(draft, protocol, covered, k)
  if (common || protocol.kind !== "RANKING") return common
  const wish = findRankingWish(finalRanking(draft, protocol, k), k, protocol.ranking)
  return wish && { kind: wish }
}

/** The same for a text that is to be written; `prompted`: the task gives the prompt. */
export function findWritingHindrance(
  draft: Draft,
  protocol: WireProtocol,
  covered: boolean,
  prompted: boolean,
): Hindrance | undefined {
  const { demonstration } = protocol
  if (!demonstration) return { kind: "not-offered" }
  const common = findCommonHindrance(draft, protocol, covered, 0)
  if (common) return common
  const text = draft.written
  if (!prompted && (text?.prompt.trim() ?? "") === "") return { kind: "prompt-wanted" }
  const minLength = Math.max(1, demonstration.minLength)
  if ((text?.answer.trim().length ?? 0) < minLength) return { kind: "text-wanted", minLength }
  if (demonstration.useCases.length > 0 && !demonstration.useCases.includes(text?.useCase ?? ""))
    return { kind: "use-case-wanted" }
  return undefined
}

/** The ranking as it is given: the one text left over can only come last. */
export function finalRanking(draft: Draft, protocol: WireProtocol, k: number): Draft["ranking"] {
  return protocol.ranking.partial ? draft.ranking : withLast(draft.ranking, k)
}

function findCommonHindrance(
  draft: Draft,
  protocol: WireProtocol,
  covered: boolean,
  k: number,
): Hindrance | undefined {
  if (covered) return { kind: "covered-text" }
  if (protocol.noteFirst && draft.firstNote === null) return { kind: "note-first" }
  const cells = toCells(protocol, k)
  const open = activeCell(cells, draft, null)
  if (open !== undefined) {
    return { kind: cells[open]?.kind === "confidence" ? "confidence-wanted" : "ratings-wanted" }
  }
  const { rationale } = protocol
  const minLength = Math.max(1, rationale.minLength)
  if (rationale.mode === "required" && draft.note.trim().length < minLength) {
    return { kind: "reason-wanted", minLength }
  }
  return undefined
}
