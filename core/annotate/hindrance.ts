import type { Draft } from "@/core/annotate/draft"
import type { Hindrance } from "@/core/annotate/reducer"
import type { WireProtocol } from "@/core/annotate/wire"
import type { ScreenVerdict } from "@/core/verdict"

/** What the protocol still asks for before this verdict can be taken, or undefined when nothing. */
export function findHindrance(
  verdict: ScreenVerdict | undefined,
  draft: Draft,
  protocol: WireProtocol,
  covered: boolean,
): Hindrance | undefined {
  if (verdict === undefined) return { kind: "not-offered" }
  if (covered) return { kind: "covered-text" }
  const { rationale } = protocol
  const minLength = Math.max(1, rationale.minLength)
  if (rationale.mode === "required" && draft.note.trim().length < minLength) {
    return { kind: "reason-wanted", minLength }
  }
  if (protocol.confidence && draft.confidence === null) return { kind: "confidence-wanted" }
  // An edit is kept as the better text, so it has to stand on the side that is called better.
  if (draft.edit !== null && draft.edit.side !== verdict.side) return { kind: "edit-of-other-side" }
  return undefined
}
