import fc from "fast-check"
import { expect, test } from "vitest"
import { rankingComparisons } from "@/core/annotate/to-comparisons"

test("the worked example", () => {
  expect(rankingComparisons([1, 2, 2], [2, 0, 1])).toEqual([
    { criterion: "overall", positionA: 0, positionB: 1, preference: "TIE", bothBad: false, level: null },
    { criterion: "overall", positionA: 0, positionB: 2, preference: "B", bothBad: false, level: 1 },
    { criterion: "overall", positionA: 1, positionB: 2, preference: "B", bothBad: false, level: 1 },
  ])
})

test("what is stored does not depend on the order on the screen", () => {
  const ranking = fc.integer({ min: 3, max: 9 }).chain((k) =>
    fc.tuple(
      fc.array(fc.option(fc.integer({ min: 1, max: k })), { minLength: k, maxLength: k }),
      fc.shuffledSubarray(
        Array.from({ length: k }, (_, i) => i),
        { minLength: k, maxLength: k },
      ),
    ),
  )
  fc.assert(
    fc.property(ranking, ([byPosition, shown]) => {
      const identity = byPosition.map((_, i) => i)
      const ranks = shown.map((position) => byPosition[position] ?? null)
      expect(rankingComparisons(ranks, shown)).toEqual(rankingComparisons(byPosition, identity))
      const placed = byPosition.filter((rank) => rank !== null).length
      expect(rankingComparisons(ranks, shown)).toHaveLength((placed * (placed - 1)) / 2)
    }),
  )
})
