import fc from "fast-check"
import { expect, test } from "vitest"
import { placesLeft, purposeAt } from "@/core/queue/serving-plan"

const plan = (key: string, places: number, goldRate: number, repeatRate = 0) =>
  Array.from({ length: places }, (_, place) => purposeAt(key, place, { goldRate, repeatRate }))
const count = (list: readonly string[], what: string) => list.filter((one) => one === what).length

test("10 % is two in each twenty, 1 % is one in each hundred, 100 % is all", () => {
  for (let block = 0; block < 20; block++) {
    expect(count(plan("key", 400, 10).slice(block * 20, block * 20 + 20), "GOLD")).toBe(2)
  }
  expect(count(plan("key", 1000, 1), "GOLD")).toBe(10)
  expect(count(plan("key", 40, 100), "GOLD")).toBe(40)
  expect(new Set(plan("key", 200, 0))).toEqual(new Set(["LABEL"]))
})

test("rates hold over any stretch to within a block, whatever the key", () => {
  const rate = fc.integer({ min: 0, max: 50 })
  fc.assert(
    fc.property(fc.string(), rate, rate, fc.integer({ min: 1, max: 15 }), (key, gold, repeat, blocks) => {
      const list = plan(key, blocks * 20, gold, repeat)
      expect(Math.abs(count(list, "GOLD") - (blocks * 20 * gold) / 100)).toBeLessThanOrEqual(1)
      expect(Math.abs(count(list, "REPEAT") - (blocks * 20 * repeat) / 100)).toBeLessThanOrEqual(1)
      expect(list).toEqual(plan(key, blocks * 20, gold, repeat))
    }),
    { numRuns: 50 },
  )
})

test("every place is as likely, and two people have different ones", () => {
  const at = Array.from({ length: 20 }, () => 0)
  const plans = Array.from({ length: 2000 }, (_, person) => plan(`person ${person}`, 20, 10))
  for (const one of plans)
    one.forEach((purpose, place) => (at[place] = (at[place] ?? 0) + (purpose === "GOLD" ? 1 : 0)))
  // 200 expected, standard deviation 13.4.
  for (const n of at) expect(Math.abs(n - 200)).toBeLessThan(60)
  expect(new Set(plans.map((one) => one.join())).size).toBeGreaterThan(150)
})

test("what is left goes down by one with every task served, gold and repeats too", () => {
  const rates = { goldRate: 15, repeatRate: 10 }
  fc.assert(
    fc.property(
      fc.string(),
      fc.nat({ max: 45 }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat({ max: 5 }),
      fc.nat({ max: 5 }),
      (key, from, labels, gold, repeats) => {
        const supply = { labels, gold, repeats }
        let before = placesLeft(key, from, rates, supply)
        for (let place = from; supply.labels > 0; place++) {
          const planned = purposeAt(key, place, rates)
          if (planned === "GOLD" && supply.gold > 0) supply.gold--
          else if (planned === "REPEAT" && supply.repeats > 0) supply.repeats--
          else supply.labels--
          const after = placesLeft(key, place + 1, rates, supply)
          expect(after).toBe(before - 1)
          before = after
        }
        expect(before).toBe(0)
      },
    ),
  )
})
