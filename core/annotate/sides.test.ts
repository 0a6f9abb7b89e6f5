import fc from "fast-check"
import { expect, test } from "vitest"
import { pairSides, rankingOrder } from "@/core/annotate/sides"

const step = (sides: readonly [number, number]) => (sides[0] === 0 ? 1 : -1)

test("the worked examples", () => {
  expect(pairSides({ task: 0, annotator: 1 }, "x")).toEqual([1, 0])
  expect(pairSides({ task: 1, annotator: -2 }, "x")).toEqual([1, 0])
  expect(pairSides({ task: 1, annotator: -5 }, "x")).toEqual([0, 1])
})

test("alone on every task, a person has each position left equally often, give or take one", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 300 }), (seed, n) => {
      let balance = 0
      for (let i = 0; i < n; i++) {
        balance += step(pairSides({ task: 0, annotator: balance }, `${seed}:${i}`))
        expect(Math.abs(balance)).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test("whoever comes in whatever order, tasks and people both stay balanced", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.nat(40)), { minLength: 1, maxLength: 400 }),
      fc.string(),
      (visits, seed) => {
        const people = new Map<number, number>()
        const tasks = new Map<number, number>()
        const seen = new Set<string>()
        for (const [person, task] of visits) {
          const key = `${person}:${task}`
          if (seen.has(key)) continue
          seen.add(key)
          const annotator = people.get(person) ?? 0
          const soFar = tasks.get(task) ?? 0
          const side = step(pairSides({ task: soFar, annotator }, `${seed}:${key}`))
          people.set(person, annotator + side)
          tasks.set(task, soFar + side)
        }
        for (const balance of people.values()) expect(Math.abs(balance)).toBeLessThanOrEqual(14)
        for (const balance of tasks.values()) expect(Math.abs(balance)).toBeLessThanOrEqual(3)
      },
    ),
  )
})

test("the coin for a fresh pair is fair and does not depend on when it is thrown", () => {
  const left = Array.from({ length: 2000 }, (_, i) => step(pairSides({ task: 0, annotator: 0 }, `seed:${i}`)))
  expect(Math.abs(left.reduce((sum, side) => sum + side, 0))).toBeLessThan(200)
  expect(pairSides({ task: 0, annotator: 0 }, "a")).toEqual(pairSides({ task: 0, annotator: 0 }, "a"))
})

test("after K annotators every text stood once at every place", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 9 }), fc.string(), (k, seed) => {
      const orders = Array.from({ length: k }, (_, n) => rankingOrder(k, seed, n))
      for (let place = 0; place < k; place++) {
        expect(new Set(orders.map((order) => order[place])).size).toBe(k)
      }
    }),
  )
})
