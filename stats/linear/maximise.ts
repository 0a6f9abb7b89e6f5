import { choleskyInPlace, choleskySolve } from "@/stats/linear/cholesky"
import { defined, notDefined, type Outcome } from "@/stats/outcome"

/**
 * Newton's method for a smooth concave function, with a Cholesky solve and step halving.
 *
 * `value(x)` gives the function; `derivatives(x, gradient, information)` writes the gradient and the lower triangle of
 * the negative Hessian. On return x stands at the maximum and `information` holds the negative Hessian there.
 * Edge cases: a flat direction is "not-identified"; a coordinate from `bounded` on that passes 40, or no rest within
 * 100 steps, is "no-convergence".
 * Worked example: −(x − 3)² reaches 3 in one step.
 */
export interface ConcaveProblem {
  readonly size: number
  /** Coordinates from this one on run away when they pass 40; the ones before are not watched. */
  readonly bounded: number
  value(x: Float64Array): number
  derivatives(x: Float64Array, gradient: Float64Array, information: Float64Array): void
}

export interface Maximum {
  readonly value: number
  readonly iterations: number
  /** Negative Hessian, lower triangle. */
  readonly information: Float64Array
}

export function maximise(problem: ConcaveProblem, x: Float64Array): Outcome<Maximum> {
  const { size } = problem
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  const trial = new Float64Array(size)
  for (let iterations = 1; iterations <= 100; iterations++) {
    gradient.fill(0)
    information.fill(0)
    problem.derivatives(x, gradient, information)
    if (!choleskyInPlace(information, size)) return notDefined("not-identified")
    choleskySolve(information, size, gradient)
    const value = problem.value(x)
    const largest = gradient.reduce((most, step) => Math.max(most, Math.abs(step)), 0)
    let scale = 1
    for (let halving = 0; halving < 60; halving++) {
      for (let p = 0; p < size; p++) trial[p] = (x[p] as number) + scale * (gradient[p] as number)
      if (largest < 1e-6 || problem.value(trial) >= value) break
      scale /= 2
    }
    x.set(trial)
    for (let p = problem.bounded; p < size; p++) {
      if (!(Math.abs(x[p] as number) < 40)) return notDefined("no-convergence")
    }
    if (largest < 1e-10) {
      gradient.fill(0)
      information.fill(0)
      problem.derivatives(x, gradient, information)
      return defined({ value: problem.value(x), iterations, information })
    }
  }
  return notDefined("no-convergence")
}
