import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { OverlapRule, OverlapTask, PairVotes } from "@/core/queue/overlap-rule"
import { certainty, startOverlap, wantedOverlap } from "@/core/queue/overlap-rule"

const adaptive: OverlapRule = { overlap: 1, adaptiveCap: 5, adaptiveTarget: 0.9, answers: 2 }
const fixed: OverlapRule = { overlap: 1, adaptiveCap: null, adaptiveTarget: null, answers: 2 }
const pair: OverlapTask = { kind: "PAIRWISE", doubleJudged: false, ownOverlap: null }
const twice: OverlapTask = { ...pair, doubleJudged: true }

describe("the overlap that a task wants", () => {
  it("is the project's, and at least two on the share judged twice", () => {
    expect(startOverlap(fixed, pair)).toBe(1)
    expect(startOverlap(fixed, twice)).toBe(2)
    expect(startOverlap({ ...fixed, overlap: 3 }, twice)).toBe(3)
    expect(startOverlap(fixed, { ...pair, ownOverlap: 4 })).toBe(4)
    expect(startOverlap(fixed, { ...twice, ownOverlap: 1 })).toBe(2)
  })

  it.each<[PairVotes, number]>([
    [[0, 0, 0, 0], 1],
    [[1, 0, 0, 0], 2],
    [[2, 0, 0, 0], 2],
    [[1, 1, 0, 0], 3],
    [[2, 1, 0, 0], 4],
    [[3, 1, 0, 0], 5],
    [[4, 0, 0, 0], 4],
    [[2, 2, 0, 0], 5],
    [[3, 2, 0, 0], 5],
    [[1, 0, 1, 0], 3],
    [[1, 0, 0, 1], 3],
  ])("after the votes %j is %i where it adapts", (votes, wanted) => {
    expect(wantedOverlap(adaptive, pair, votes)).toBe(wanted)
  })

  it("never adapts on the share judged twice, on a task with its own overlap, or on what is no pair", () => {
    const votes: PairVotes = [1, 1, 0, 0]
    expect(wantedOverlap(adaptive, twice, votes)).toBe(2)
    expect(wantedOverlap(adaptive, { ...pair, ownOverlap: 2 }, votes)).toBe(2)
    expect(wantedOverlap({ ...adaptive, overlap: 2 }, { ...pair, kind: "RANKING" }, votes)).toBe(2)
  })

  it("asks for one more at a time, stops at the cap, and stops where the answer is sure enough", () => {
    const count = fc.integer({ min: 0, max: 6 })
    fc.assert(
      fc.property(
        fc.tuple(count, count, count, count),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom(0.6, 0.75, 0.9, 0.97),
        fc.constantFrom(2, 3),
        (votes, cap, target, answers) => {
          const rule = { overlap: 1, adaptiveCap: cap, adaptiveTarget: target, answers }
          const given = votes.reduce((sum, n) => sum + n, 0)
          const wanted = wantedOverlap(rule, pair, votes)
          expect(wanted).toBeGreaterThanOrEqual(1)
          expect(wanted).toBeLessThanOrEqual(cap)
          if (given === 0 || given > cap) return
          expect(wanted > given).toBe(given < cap && certainty(votes, answers) < target)
        },
      ),
    )
  })
})
