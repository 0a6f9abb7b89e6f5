import { describe, expect, it } from "vitest"
import { emptyDraft } from "@/core/annotate/draft"
import { findHindrance } from "@/core/annotate/hindrance"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import type { WireProtocol } from "@/core/annotate/wire"
import { presets } from "@/core/presets/registry"

const protocol: WireProtocol = toWireProtocol(1, { ...presets["pairwise-tie"], flags: [] })
const left = { side: "left", level: 1 } as const

describe("findHindrance", () => {
  it("lets one key through where nothing more is asked", () => {
    expect(findHindrance(left, emptyDraft, protocol, false)).toBeUndefined()
  })

  it("refuses what the scale does not offer and what was not read", () => {
    expect(findHindrance(undefined, emptyDraft, protocol, false)).toEqual({ kind: "not-offered" })
    expect(findHindrance(left, emptyDraft, protocol, true)).toEqual({ kind: "covered-text" })
  })

  it("asks for the reason, counted without the spaces around it", () => {
    const strict = { ...protocol, rationale: { mode: "required", minLength: 5 } } as const
    expect(findHindrance(left, { ...emptyDraft, note: " abc  " }, strict, false)).toEqual({
      kind: "reason-wanted",
      minLength: 5,
    })
    expect(findHindrance(left, { ...emptyDraft, note: "abcde" }, strict, false)).toBeUndefined()
  })

  it("takes an edit only with the side it stands on", () => {
    const draft = { ...emptyDraft, edit: { side: "right", text: "x" } } as const
    expect(findHindrance(left, draft, protocol, false)).toEqual({ kind: "edit-of-other-side" })
    expect(findHindrance({ side: "tie", bothBad: false }, draft, protocol, false)).toMatchObject({
      kind: "edit-of-other-side",
    })
    expect(findHindrance({ side: "right", level: 1 }, draft, protocol, false)).toBeUndefined()
  })
})
