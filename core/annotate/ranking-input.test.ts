import fc from "fast-check"
import { expect, test } from "vitest"
import { rankingComparisons } from "@/core/annotate/to-comparisons"
import type { RankStep } from "@/core/annotate/ranking-input"
import {
  findRankingWish,
  fromRanks,
  movePanel,
  placePanel,
  stepBack,
  tieNext,
  toGroups,
  toRanks,
  toSteps,
  withLast,
} from "@/core/annotate/ranking-input"

/** Types the keys `1` to `9` and `=`. */
function type(keys: string, k: number): readonly RankStep[] {
  return Array.from(keys).reduce<readonly RankStep[]>(
    (steps, key) => (key === "=" ? tieNext(steps, k) : placePanel(steps, Number(key) - 1, k)),
    [],
  )
}

test("the worked example", () => {
  expect(type("31=4", 4)).toEqual([2, 0, "=", 3])
  expect(toGroups(type("31=4", 4))).toEqual([[2], [0, 3]])
  expect(toRanks(type("31=4", 4), 4)).toEqual([2, null, 1, 2])
})

test("the last text need not be keyed in: nine texts with three ties take eight digits and three signs", () => {
  const keys = "9=87=6543=2"
  expect(keys).toHaveLength(11)
  expect(toRanks(withLast(type(keys, 9), 9), 9)).toEqual([9, 7, 7, 6, 5, 3, 3, 1, 1])
  expect(toRanks(withLast(type("21=", 3), 3), 3)).toEqual([2, 1, 2])
})

test("keys that say nothing change nothing", () => {
  expect(type("=", 3)).toEqual([])
  expect(type("1==2", 3)).toEqual(type("1=2", 3))
  expect(type("1140", 3)).toEqual([0])
  expect(type("123=", 3)).toEqual([0, 1, 2])
})

/** Any order of k texts with any ties, as groups. */
const ranking = fc.integer({ min: 2, max: 9 }).chain((k) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        Array.from({ length: k }, (_, panel) => panel),
        { minLength: k, maxLength: k },
      ),
      fc.array(fc.boolean(), { minLength: k, maxLength: k }),
    )
    .map(([order, ties]) => ({
      k,
      groups: order.reduce<number[][]>((groups, panel, index) => {
        const last = groups.at(-1)
        if (ties[index] && last) last.push(panel)
        else groups.push([panel])
        return groups
      }, []),
    })),
)

test("keys, groups and ranks say the same for every order and every pattern of ties", () => {
  fc.assert(
    fc.property(ranking, ({ k, groups }) => {
      const steps = toSteps(groups)
      expect(toGroups(steps)).toEqual(groups)
      const ranks = toRanks(steps, k)
      expect(toRanks(fromRanks(ranks), k)).toEqual(ranks)
      groups.forEach((group, index) => {
        const better = groups.slice(0, index).flat().length
        for (const panel of group) expect(ranks[panel]).toBe(better + 1)
      })
      const shown = Array.from({ length: k }, (_, position) => position)
      expect(rankingComparisons(ranks, shown)).toHaveLength((k * (k - 1)) / 2)
      expect(findRankingWish(steps, k, { ties: true, partial: false })).toBeUndefined()
      expect(findRankingWish(stepBack(stepBack(steps)), k, { ties: true, partial: false })).toBe(
        "ranks-wanted",
      )
    }),
  )
})

test("by hand: every text can be brought to every place, and nothing is lost or doubled", () => {
  fc.assert(
    fc.property(ranking, fc.nat(8), fc.nat(9), fc.boolean(), ({ k, groups }, which, place, into) => {
      const panel = which % k
      const steps = toSteps(groups)
      const moved = movePanel(steps, panel, into ? { into: place % groups.length } : { before: place })
      expect(
        toGroups(moved)
          .flat()
          .toSorted((a, b) => a - b),
      ).toEqual(Array.from({ length: k }, (_, index) => index))
      const others = (all: readonly RankStep[]) =>
        toGroups(all)
          .map((group) => group.filter((one) => one !== panel))
          .filter((group) => group.length > 0)
      const single = into && groups[place % groups.length]?.join() === String(panel)
      if (!single) expect(others(moved)).toEqual(others(steps))
      expect(toGroups(movePanel(steps, panel, null)).flat()).not.toContain(panel)
    }),
  )
})

test("what a ranking lacks", () => {
  expect(findRankingWish(type("12", 3), 3, { ties: true, partial: false })).toBe("ranks-wanted")
  expect(findRankingWish(type("12", 3), 3, { ties: true, partial: true })).toBeUndefined()
  expect(findRankingWish(type("1", 3), 3, { ties: true, partial: true })).toBe("two-ranks-wanted")
  expect(findRankingWish(type("1=23", 3), 3, { ties: false, partial: false })).toBe("no-ties")
})
