import { describe, expect, it } from "vitest"
import { choleskyInPlace, choleskyInverse, choleskySolve, multiply } from "@/stats/linear/cholesky"
import { type ConcaveProblem, maximise } from "@/stats/linear/maximise"
import { REASONS, notDefined, requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"

describe("Cholesky", () => {
  it("gives the worked example", () => {
    const matrix = Float64Array.from([4, 2, 2, 3])
    expect(choleskyInPlace(matrix, 2)).toBe(true)
    expect([matrix[0], matrix[2]]).toEqual([2, 1])
    expect(matrix[3]).toBeCloseTo(Math.SQRT2, 15)
  })

  it("solves and inverts random positive definite systems", () => {
    const rng = createRng(1)
    const n = 12
    const root = Float64Array.from({ length: n * n }, () => rng() - 0.5)
    const transposed = Float64Array.from(
      { length: n * n },
      (_, at) => root[(at % n) * n + Math.floor(at / n)] as number,
    )
    const matrix = multiply(root, transposed, n)
    const factor = matrix.slice()
    expect(choleskyInPlace(factor, n)).toBe(true)
    multiply(matrix, choleskyInverse(factor, n), n).forEach((value, at) => {
      expect(value).toBeCloseTo(at % (n + 1) === 0 ? 1 : 0, 8)
    })
    const x = Float64Array.from({ length: n }, (_, i) => i)
    const b = Float64Array.from({ length: n }, (_, i) =>
      x.reduce((sum, value, j) => sum + (matrix[i * n + j] as number) * value, 0),
    )
    choleskySolve(factor, n, b)
    b.forEach((value, i) => expect(value).toBeCloseTo(i, 7))
  })

  it("finds directions about which nothing is known", () => {
    expect(choleskyInPlace(Float64Array.from([1, 1, 1, 1]), 2)).toBe(false)
    expect(choleskyInPlace(Float64Array.from([0]), 1)).toBe(false)
    expect(choleskyInPlace(Float64Array.from([1, 2, 2, 1]), 2)).toBe(false)
  })
})

describe("maximise", () => {
  const parabola = (curvature: number): ConcaveProblem => ({
    size: 1,
    bounded: 0,
    value: (x) => -(((x[0] as number) - 3) ** 2),
    derivatives: (x, gradient, information) => {
      gradient[0] = -2 * ((x[0] as number) - 3)
      information[0] = curvature
    },
  })

  it("reaches the top of a parabola in one step", () => {
    const x = Float64Array.from([0])
    expect(maximise(parabola(2), x).defined).toBe(true)
    expect(x[0]).toBeCloseTo(3, 12)
  })

  it("halves steps that go too far: a full step from 0 on this curve runs away", () => {
    const root = (x: Float64Array) => Math.sqrt(1 + ((x[0] as number) - 3) ** 2)
    const curve: ConcaveProblem = {
      size: 1,
      bounded: 1,
      value: (x) => -root(x),
      derivatives: (x, gradient, information) => {
        gradient[0] = -((x[0] as number) - 3) / root(x)
        information[0] = root(x) ** -3
      },
    }
    const x = Float64Array.from([0])
    expect(maximise(curve, x).defined).toBe(true)
    expect(x[0]).toBeCloseTo(3, 8)
  })

  it("says where there is no maximum", () => {
    expect(maximise(parabola(0), Float64Array.from([0]))).toEqual({
      defined: false,
      reason: "not-identified",
    })
    const slope: ConcaveProblem = {
      size: 1,
      bounded: 0,
      value: (x) => x[0] as number,
      derivatives: (_x, gradient, information) => {
        gradient[0] = 1
        information[0] = 1
      },
    }
    expect(maximise(slope, Float64Array.from([0]))).toEqual({ defined: false, reason: "no-convergence" })
  })
})

describe("outcomes", () => {
  it("throw their reason where a value is required", () => {
    expect(() => requireDefined(notDefined("no-data"))).toThrow(REASONS["no-data"])
    for (const sentence of Object.values(REASONS)) expect(sentence).toMatch(/^[A-Z].*\.$/)
  })
})
