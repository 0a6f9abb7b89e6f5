import fc from "fast-check"
import { expect, it } from "vitest"
import { suppressSmallCells } from "@/core/consent/small-cells"

it("does the worked examples", () => {
  expect(suppressSmallCells([12, 9, 2])).toEqual({ total: 23, cells: [12, null, null] })
  expect(suppressSmallCells([12, 9, 0])).toEqual({ total: 21, cells: [12, null, null] })
  expect(suppressSmallCells([12, 9, 7])).toEqual({ total: 28, cells: [12, 9, 7] })
  expect(suppressSmallCells([3, 1])).toEqual({ total: null, cells: [null, null] })
  expect(suppressSmallCells([1, 1, 20])).toEqual({ total: 22, cells: [null, null, null] })
})

const tables = fc.array(fc.nat(15), { minLength: 2, maxLength: 6 })
const smallest = fc.integer({ min: 2, max: 6 })

it("shows no cell under the limit, and only true ones", () => {
  fc.assert(
    fc.property(tables, smallest, (counts, limit) => {
      const { total, cells } = suppressSmallCells(counts, limit)
      if (total !== null) expect(total).toBe(counts.reduce((a, b) => a + b, 0))
      for (const [index, cell] of cells.entries()) {
        if (cell === null) continue
        expect(cell).toBe(counts[index])
        expect(cell).toBeGreaterThanOrEqual(limit)
      }
      expect(cells.filter((cell) => cell === null)).not.toHaveLength(1)
    }),
  )
})

/** Every way to spread `sum` over `cells` cells. */
function* spreads(sum: number, cells: number): Generator<number[]> {
  if (cells === 1) yield [sum]
  else
    for (let first = 0; first <= sum; first++)
      for (const rest of spreads(sum - first, cells - 1)) yield [first, ...rest]
}

it("lets nobody work out a hidden cell, even knowing the rule: more than one value always fits", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(8), { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 3, max: 5 }),
      (counts, limit) => {
        const shown = suppressSmallCells(counts, limit)
        if (shown.total === null) return
        const same = [...spreads(shown.total, counts.length)].filter(
          (other) => JSON.stringify(suppressSmallCells(other, limit)) === JSON.stringify(shown),
        )
        for (const [index, cell] of shown.cells.entries()) {
          if (cell === null) expect(new Set(same.map((other) => other[index])).size).toBeGreaterThan(1)
        }
      },
    ),
    { numRuns: 200 },
  )
})
