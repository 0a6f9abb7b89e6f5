import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { defaultPreferences, readPreferences, toKeymap } from "@/core/annotate/preferences"

describe("preferences", () => {
  it("come back as they were stored", () => {
    const mine = { ...defaultPreferences, fontSize: 20, layout: "left" as const, keys: { skip: ["P"] } }
    expect(readPreferences(JSON.parse(JSON.stringify(mine)))).toEqual(mine)
    expect(toKeymap(mine)).toMatchObject({ skip: ["P"], left: ["Q"] })
  })

  it("are the defaults where anything else was stored", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readPreferences(value)
        expect(Object.keys(read)).toEqual(Object.keys(defaultPreferences))
      }),
    )
    expect(readPreferences({ fontSize: 999, measure: "pink" })).toEqual(defaultPreferences)
  })
})
