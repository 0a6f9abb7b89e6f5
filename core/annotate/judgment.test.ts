import { describe, expect, it } from "vitest"
import { emptyDraft, emptyText } from "@/core/annotate/draft"
import type { Desk } from "@/core/annotate/judgment"
import { handInText, judgeNotRankable, judgePair, judgeTexts } from "@/core/annotate/judgment"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import { presets } from "@/core/presets/registry"

const desk: Desk = {
  protocol: toWireProtocol(3, presets["pairwise-tie"]),
  guidelineVersion: 2,
  draft: emptyDraft,
  covered: false,
  k: 2,
  scrollDepth: [1, 0.5],
}

describe("what is kept of a judgment", () => {
  it("is the key, the versions on the page and how far the texts were read", () => {
    expect(judgePair(desk, "right")).toEqual({
      judgment: expect.objectContaining({
        kind: "verdict",
        verdict: { side: "right", level: 1 },
        protocolVersion: 3,
        guidelineVersion: 2,
        scrollDepth: [1, 0.5],
        rationale: null,
        note: null,
      }),
    })
  })

  it("is nothing while the texts are covered, or the key is not on the scale", () => {
    expect(judgePair({ ...desk, covered: true }, "left")).toEqual({ hindrance: { kind: "covered-text" } })
    expect(judgePair(desk, "bothBad")).toEqual({ hindrance: { kind: "not-offered" } })
  })

  it("calls a note the reason where the protocol asks for one", () => {
    const draft = { ...emptyDraft, note: "clearer" }
    const withReason = (mode: "off" | "optional") => ({
      ...desk,
      draft,
      protocol: { ...desk.protocol, rationale: { mode, minLength: 0 } },
    })
    expect(judgePair(withReason("off"), "left")).toMatchObject({
      judgment: { rationale: null, note: "clearer" },
    })
    expect(judgePair(withReason("optional"), "left")).toMatchObject({
      judgment: { rationale: "clearer", note: null },
    })
    // A comment of nothing but spaces is none.
    const flags = [{ panel: 1, type: "unsafe", comment: "  ", span: { start: 2, end: 5 } }]
    expect(judgePair({ ...withReason("off"), draft: { ...draft, note: " ", flags } }, "left")).toMatchObject({
      judgment: {
        note: null,
        flags: [{ panel: 1, type: "unsafe", comment: null, span: { start: 2, end: 5 } }],
      },
    })
  })

  it("fills in the one text a ranking has left over, and says when more are", () => {
    const protocol = {
      ...desk.protocol,
      kind: "RANKING",
      scale: null,
      ranking: { partial: false, ties: true },
    } as const
    const ranking: Desk = { ...desk, protocol, k: 3 }
    const placed = (panels: readonly number[]) => ({
      ...ranking,
      draft: { ...emptyDraft, ranking: panels },
    })
    expect(judgeTexts(placed([2, 0]))).toMatchObject({ judgment: { verdict: null, ranks: [2, 3, 1] } })
    expect(judgeTexts(placed([2]))).toHaveProperty("hindrance")
    expect(judgeNotRankable(ranking)).toMatchObject({ judgment: { verdict: null, notRankable: true } })
  })

  it("hands in no empty text", () => {
    const protocol = toWireProtocol(1, presets.demonstration)
    const demonstration = protocol.demonstration && { ...protocol.demonstration, useCases: [], minLength: 3 }
    const writing: Desk = { ...desk, k: 0, protocol: { ...protocol, demonstration } }
    expect(handInText(writing, { ...emptyText, answer: " a " }, true)).toEqual({
      hindrance: { kind: "text-wanted", minLength: 3 },
    })
    expect(handInText(writing, { ...emptyText, answer: "Rain." }, true)).toMatchObject({
      judgment: { verdict: null, written: { answer: "Rain.", prompt: null } },
    })
  })
})
