import { describe, expect, it } from "vitest"
import { createRng, createXoshiro128, drawIndex, drawNormal, shuffle } from "@/stats/random"

describe("seeded randomness", () => {
  it("gives the published sequence of xoshiro128** for the state 1, 2, 3, 4", () => {
    const next = createXoshiro128([1, 2, 3, 4])
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
    expect(() => createXoshiro128([0, 0, 0, 0])).toThrow(RangeError)
  })

  it("is the same for the same seed and different for another", () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createRng(seed))
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    expect(draw(2 ** 40)).not.toEqual(draw(0))
    expect(() => createRng(0.5)).toThrow(RangeError)
  })

  it("has the moments it should have", () => {
    const rng = createRng(1)
    let sum = 0
    let squares = 0
    const n = 100_000
    for (let i = 0; i < n; i++) {
      const z = drawNormal(rng)
      sum += z
      squares += z * z
    }
    expect(Math.abs(sum / n)).toBeLessThan(0.015)
    expect(Math.abs(squares / n - 1)).toBeLessThan(0.02)
    const counts = [0, 0, 0]
    for (let i = 0; i < 30_000; i++) counts[drawIndex(rng, 3)] = (counts[drawIndex(rng, 3)] ?? 0) + 1
    for (const count of counts) expect(Math.abs(count / 10_000 - 1)).toBeLessThan(0.2)
  })

  it("shuffles into every order", () => {
    const rng = createRng(3)
    const seen = new Set<string>()
    for (let i = 0; i < 500; i++) seen.add(shuffle(rng, [1, 2, 3]).join(""))
    expect(seen.size).toBe(6)
  })
})
