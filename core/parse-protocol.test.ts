import { describe, expect, test } from "vitest"
import { DiptychError } from "@/core/errors"
import { findProtocolFaults, parseProtocol } from "@/core/parse-protocol"
import { presetNames, presets } from "@/core/presets/registry"
import { scaleSchema } from "@/core/protocol"

const pair = presets["graded-7"]
const scale = scaleSchema.parse(pair.scale)
const flag = { type: "broken", label: "Broken", help: "" }

describe("presets", () => {
  test.each(presetNames)("%s can be asked, and survives a file", (name) => {
    expect(findProtocolFaults(presets[name])).toEqual([])
    expect(presets[name].preset).toBe(name)
    expect(parseProtocol(JSON.parse(JSON.stringify(presets[name])))).toEqual(presets[name])
  })

  test("what was stored before new fields came is read with their defaults", () => {
    const { asks: _, question: _q, ranking: _r, noteFirst: _n, flagSpans: _f, ...old } = pair
    expect(parseProtocol(old)).toEqual(pair)
  })
})

describe("faults", () => {
  const criterion = { name: "style", label: "Style", help: "", anchors: {}, required: true }
  const rating = { ...criterion, ask: "rating" as const, min: 1, max: 5 }
  test.each([
    ["a pair without a scale", { scale: undefined }, "scale"],
    ["a ranking with a scale", { kind: "RANKING" as const }, "scale"],
    ["a rating without criteria", { kind: "RATING" as const, scale: undefined }, "criteria"],
    ["nothing to write", { kind: "DEMONSTRATION" as const, scale: undefined }, "demonstration"],
    ["a middle without a tie", { scale: { ...scale, tie: false } }, "scale.tie"],
    [
      "a tie without a middle",
      { scale: { ...scale, points: 8 as const, levelNames: [], margins: [] } },
      "scale.tie",
    ],
    ["a name too few", { scale: { ...scale, levelNames: ["a"] } }, "scale.levelNames"],
    ["a margin too many", { scale: { ...scale, margins: [1, 2, 3, 4] } }, "scale.margins"],
    ["falling margins", { scale: { ...scale, margins: [3, 2, 1] } }, "scale.margins"],
    ["a criterion twice", { criteria: [rating, rating] }, "criteria"],
    ["a flag twice", { flags: [flag, flag] }, "flags"],
    ["an empty range", { criteria: [{ ...rating, min: 5 }] }, "criteria.0.max"],
    ["an anchor off the scale", { criteria: [{ ...rating, anchors: { 6: "x" } }] }, "criteria.0.anchors"],
    [
      "the main answer's name",
      { criteria: [{ ...criterion, ask: "comparison" as const, name: "overall" }] },
      "criteria.0.name",
    ],
    ["an edit of the worse", { asks: "worse" as const, editBetter: true }, "editBetter"],
  ])("%s", (_, change, field) => {
    const faults = findProtocolFaults({ ...pair, ...change })
    expect(faults.map((fault) => fault.field)).toContain(field)
    expect(() => parseProtocol({ ...pair, ...change })).toThrow(DiptychError)
  })

  test("the answer names the field, what was found and what was expected", () => {
    expect(() => parseProtocol({ ...pair, scale: { ...pair.scale, margins: [1] } })).toThrow(
      `The protocol's "scale.margins" is wrong: expected 3 margins, one per level, or none; got 1.`,
    )
    expect(() => parseProtocol({ ...pair, colour: "red" })).toThrow(/Unrecognized key: "colour"/)
  })
})
