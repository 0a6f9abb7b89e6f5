import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { DiffRun } from "@/core/annotate/word-diff"
import { diffWords } from "@/core/annotate/word-diff"

const text = (runs: readonly DiffRun[], same?: boolean) =>
  runs
    .filter((run) => same === undefined || run.same === same)
    .map((run) => run.text)
    .join("")

describe("diffWords", () => {
  it("gives the example", () => {
    expect(diffWords("a b c", "a x c")).toEqual({
      left: [
        { text: "a ", same: true },
        { text: "b", same: false },
        { text: " c", same: true },
      ],
      right: [
        { text: "a ", same: true },
        { text: "x", same: false },
        { text: " c", same: true },
      ],
    })
  })

  it("goes by character where a script has no spaces", () => {
    expect(text(diffWords("今日は晴れ", "今日は雨").left, false)).toBe("晴れ")
  })

  it("keeps each text whole, and both sides share the same words", () => {
    const words = fc
      .array(fc.constantFrom("a", "b", "c", " ", "\n", "é", "猫", ".", "👍"))
      .map((w) => w.join(""))
    fc.assert(
      fc.property(words, words, (left, right) => {
        const diff = diffWords(left, right)
        expect(text(diff.left)).toBe(left)
        expect(text(diff.right)).toBe(right)
        expect(text(diff.left, true)).toBe(text(diff.right, true))
        if (left === right) expect(diff.left.every((run) => run.same)).toBe(true)
      }),
    )
  })

  it("does not hang on two long texts that share nothing", () => {
    const long = (word: string) => `${word} `.repeat(5000)
    expect(text(diffWords(long("left"), long("right")).left)).toBe(long("left"))
  })
})
