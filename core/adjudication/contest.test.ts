import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ContestVote } from "@/core/adjudication/contest"
import { contestOf, leadingPosterior, tallyVotes } from "@/core/adjudication/contest"

/** `"A1 B3 T"`: votes with their levels. */
function votes(text: string): ContestVote[] {
  return text.split(" ").map((word) => {
    const preference = word.startsWith("T") ? "TIE" : word.startsWith("A") ? "A" : "B"
    return { preference, level: preference === "TIE" ? null : Number(word.slice(1) || "1") }
  })
}
const rule = { answers: 3, threshold: 0.7 } as const
const reasons = (text: string, more = {}) => contestOf(tallyVotes(votes(text)), { ...rule, ...more }).reasons

describe("contestOf", () => {
  it("knows its worked examples", () => {
    expect(reasons("A B")).toEqual(["SPLIT", "POSTERIOR"])
    expect(reasons("A A B T")).toContain("SPLIT")
    expect(reasons("A1 A1 B3")).toEqual(["STRENGTH"])
    expect(reasons("A A B")).toEqual([])
    expect(reasons("A A B", { threshold: 0.9 })).toEqual(["POSTERIOR"])
    expect(reasons("A A B", { answers: 2, threshold: 0.7 })).toEqual([])
    expect(reasons("A A B", { answers: 2, threshold: 0.85 })).toEqual(["POSTERIOR"])
    expect(reasons("A")).toEqual([])
    expect(reasons("T T")).toEqual([])
  })

  it("gives the posterior that adaptive overlap looks at", () => {
    expect(leadingPosterior(tallyVotes(votes("A A B")), 2)).toBeCloseTo(0.76, 1)
    expect(leadingPosterior({ a: 0, b: 0, tie: 0, strength: 0 }, 3)).toBeCloseTo(1 / 3, 6)
    expect(leadingPosterior({ a: 500, b: 1, tie: 0, strength: 499 }, 3)).toBeCloseTo(1, 6)
    // A tie that an older protocol offered is an answer still.
    expect(leadingPosterior(tallyVotes(votes("A T")), 2)).toBeCloseTo(
      leadingPosterior(tallyVotes(votes("A T")), 3),
      12,
    )
  })
})

const vote = fc
  .record({ preference: fc.constantFrom("A", "B", "TIE"), level: fc.integer({ min: 1, max: 4 }) })
  .map(
    (one): ContestVote => ({
      preference: one.preference,
      level: one.preference === "TIE" ? null : one.level,
    }),
  )
const someVotes = fc.array(vote, { maxLength: 12 })
const someRule = fc.record({
  answers: fc.constantFrom(2 as const, 3 as const),
  threshold: fc.double({ min: 0, max: 1, noNaN: true }),
})

describe("the rule, for any votes", () => {
  it("does not depend on their order", () => {
    const shuffled = someVotes.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, someRule, ([list, mixed], given) => {
        expect(contestOf(tallyVotes(mixed), given)).toEqual(contestOf(tallyVotes(list), given))
      }),
    )
  })

  it("does not depend on which side is called A", () => {
    const swap = (one: ContestVote): ContestVote => ({
      ...one,
      preference: one.preference === "A" ? "B" : one.preference === "B" ? "A" : "TIE",
    })
    fc.assert(
      fc.property(someVotes, someRule, (list, given) => {
        expect(contestOf(tallyVotes(list.map(swap)), given)).toEqual(contestOf(tallyVotes(list), given))
      }),
    )
  })

  it("calls split exactly what no answer has more than half of", () => {
    fc.assert(
      fc.property(someVotes, (list) => {
        const { reasons: found } = contestOf(tallyVotes(list), { answers: 3, threshold: 0 })
        const won = ["A", "B", "TIE"].some(
          (answer) => 2 * list.filter((one) => one.preference === answer).length > list.length,
        )
        expect(found.includes("SPLIT")).toBe(list.length >= 2 && !won)
      }),
    )
  })
})
