import fc from "fast-check"
import { expect, test } from "vitest"
import { isOnceRound, RING } from "@/core/queue/ring"

/** Searches as server/queue/search-queue.ts does; what it saw when it stopped. */
function search(rings: readonly number[], start: number, length: number): number[] {
  const sorted = rings.toSorted((a, b) => a - b)
  const seen: number[] = []
  for (let from = start, pieces = 0; pieces < 1000; pieces++) {
    const ahead = sorted.filter((ring) => ring >= from)
    const last = ahead[length - 1]
    const piece = last === undefined ? ahead : ahead.filter((ring) => ring <= last)
    seen.push(...piece)
    const to = last === undefined ? RING : last + 1
    if (isOnceRound(start, from, to)) return seen
    from = to % RING
  }
  throw new Error("never once round")
}

test("a search sees every task, ties of the ring too, and ends", () => {
  const point = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: RING - 1 }))
  fc.assert(
    fc.property(
      fc.array(point, { maxLength: 30 }),
      point,
      fc.integer({ min: 1, max: 8 }),
      (rings, start, length) => {
        expect(new Set(search(rings, start, length))).toEqual(new Set(rings))
      },
    ),
  )
})

test.each([
  [10, 90, RING, false],
  [10, 0, 15, true],
  [10, 0, 10, true],
  [10, 0, 9, false],
  [0, 0, RING, true],
  [5, 5, RING, false],
])("begun at %i, from %i to %i: %s", (start, from, to, done) => {
  expect(isOnceRound(start, from, to)).toBe(done)
})
