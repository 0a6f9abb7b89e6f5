import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { toTextChanges } from "@/core/text-changes"

const text = fc
  .array(fc.constantFrom("be", " ", "fair", "\n", "kind", ". ", "日本"), { maxLength: 40 })
  .map((words) => words.join(""))
const keep = (changes: ReturnType<typeof toTextChanges>, without: "added" | "removed") =>
  changes
    .filter((change) => change.kind !== without)
    .map((change) => change.text)
    .join("")

describe("toTextChanges", () => {
  it("shows what went and what came", () => {
    expect(toTextChanges("a b", "a c")).toEqual([
      { kind: "same", text: "a " },
      { kind: "removed", text: "b" },
      { kind: "added", text: "c" },
    ])
    expect(toTextChanges("same", "same")).toEqual([])
  })

  it("holds both texts exactly, while nothing is left out", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after)
        const changes = toTextChanges(before, after, 1000)
        expect(keep(changes, "added")).toBe(before)
        expect(keep(changes, "removed")).toBe(after)
      }),
    )
  })

  it("leaves out what is far from any change", () => {
    const lines = Array.from({ length: 40 }, (_, n) => `line ${n}`)
    const changed = lines.map((line, n) => (n === 20 ? "line twenty" : line))
    const changes = toTextChanges(lines.join("\n"), changed.join("\n"))
    expect(changes.map((change) => change.kind)).toEqual(["gap", "same", "removed", "added", "same", "gap"])
    expect(changes[1]?.text).toBe("line 18\nline 19\nline ")
    expect(changes[4]?.text).toBe("\nline 21\nline 22\n")
  })
})
