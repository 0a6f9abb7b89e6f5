import type { WireProtocol } from "@/core/annotate/wire"
import type { Protocol } from "@/core/protocol"

/** What the page needs of a protocol to ask and to offer keys; what training makes of it stays here. */
export function toWireProtocol(version: number, protocol: Protocol): WireProtocol {
  const { scale } = protocol
  return {
    version,
    kind: protocol.kind,
    scale: scale
      ? { points: scale.points, tie: scale.tie, bothBad: scale.bothBad, levelNames: scale.levelNames }
      : null,
    criteria: protocol.criteria.map((one) => ({
      name: one.name,
      label: one.label,
      help: one.help,
      ask: one.ask,
      min: one.min ?? null,
      max: one.max ?? null,
      anchors: one.anchors,
      required: one.required,
    })),
    flags: protocol.flags.map(({ type, label, help }) => ({ type, label, help })),
    rationale: { mode: protocol.rationale.mode, minLength: protocol.rationale.minLength },
    editBetter: protocol.editBetter,
    confidence: protocol.confidence,
    priorities: protocol.priorities,
    asks: protocol.asks,
    question: protocol.question,
    ranking: protocol.ranking,
    noteFirst: protocol.noteFirst,
    flagSpans: protocol.flagSpans,
    turns: protocol.turns,
    demonstration: protocol.demonstration ?? null,
  }
}
