import { randomUUID } from "node:crypto"
import { activeCell, answerCell, toCells } from "@/core/annotate/cells"
import type { Draft } from "@/core/annotate/draft"
import { emptyDraft } from "@/core/annotate/draft"
import { finalRanking, findHindrance, findJudgedHindrance } from "@/core/annotate/hindrance"
import { placePanel, tieNext, toRanks } from "@/core/annotate/ranking-input"
import type { AnswerAction } from "@/core/annotate/strip"
import { toVerdict } from "@/core/annotate/strip"
import type { OutboxItem, WireProtocol } from "@/core/annotate/wire"

const arrows: Readonly<Record<string, AnswerAction>> = { "<": "left", ">": "right", t: "tie", b: "bothBad" }

/**
 * The answer that the annotate page sends for these keys: digits for the marked rows, then for the
 * ranking or the strip; `<` and `>` for the arrow keys, `!` for Enter, blanks for the eye. Decided by the same functions of
 * core/annotate that the page is made of; the keys themselves are pressed in e2e/annotator/matrix.spec.ts.
 */
export function pressKeys(
  protocol: WireProtocol,
  k: number,
  keys: string,
  given: Partial<Draft> = {},
): Omit<Extract<OutboxItem, { kind: "verdict" }>, "token" | "seq"> {
  const pressed = Array.from(keys).filter((key) => key !== " ")
  const last = pressed.pop()
  if (last === undefined) throw new Error("No keys.")
  const draft = pressed.reduce(
    (before: Draft, key) => press(protocol, k, before, key),
    Object.assign({}, emptyDraft, given),
  )
  return toItem(protocol, k, draft, last)
}

/** The draft after a key that does not give the answer yet. */
function press(protocol: WireProtocol, k: number, draft: Draft, key: string): Draft {
  const digit = /\d/.test(key) ? Number(key) : undefined
  const cells = toCells(protocol, k)
  const cell = cells[activeCell(cells, draft, null) ?? -1]
  if (digit !== undefined && cell) {
    const answers = answerCell(draft, cell, digit, protocol.scale)
    if (answers) return { ...draft, ...answers }
  } else if (protocol.kind === "RANKING") {
    if (key === "=") return { ...draft, ranking: tieNext(draft.ranking, k) }
    if (digit !== undefined) return { ...draft, ranking: placePanel(draft.ranking, digit - 1, k) }
  }
  throw new Error(`${key} is not offered here.`)
}

function toItem(
  protocol: WireProtocol,
  k: number,
  draft: Draft,
  key: string,
): Omit<Extract<OutboxItem, { kind: "verdict" }>, "token" | "seq"> {
  const action = arrows[key] ?? (`grade${key}` as AnswerAction)
  const verdict = protocol.scale ? (toVerdict(action, protocol.scale) ?? null) : null
  const hindrance =
    protocol.kind === "PAIRWISE"
      ? findHindrance(verdict ?? undefined, draft, protocol, false)
      : findJudgedHindrance(draft, protocol, false, k)
  if (hindrance) throw new Error(`The page would say ${hindrance.kind}.`)
  const note = draft.note === "" ? null : draft.note
  return {
    kind: "verdict",
    key: randomUUID(),
    protocolVersion: protocol.version,
    verdict,
    ranks: protocol.kind === "RANKING" ? [...toRanks(finalRanking(draft, protocol, k), k)] : null,
    ratings: draft.ratings.map((one) => ({ ...one })),
    confidence: draft.confidence,
    rationale: note,
    note: draft.firstNote,
    editedText: draft.edit?.text ?? null,
    flags: draft.flags.map(({ panel, type }) => ({ panel, type })),
  }
}
