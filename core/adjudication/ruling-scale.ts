import type { Protocol, Scale } from "@/core/protocol"

/** Out of a ranking or a criterion nobody gave a strength to: left, right or the same. */
const plain: Scale = { points: 2, tie: true, bothBad: false, levelNames: [], margins: [] }

/** The answers an adjudicator is offered: those of the protocol for pairs, plain ones for pairs out of rankings. */
export function rulingScale(protocol: Protocol, kind: Protocol["kind"]): Scale {
  return kind === "PAIRWISE" && protocol.scale ? protocol.scale : plain
}

/** What a criterion is called on the screen; null for the overall question. */
export function criterionLabel(protocol: Protocol, criterion: string): string | null {
  if (criterion === "overall") return null
  return protocol.criteria.find((one) => one.name === criterion)?.label ?? criterion
}
