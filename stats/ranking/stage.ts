/**
 * One kind of choice of the Davidson-Luce model: a set of alternatives and all groups that could be chosen from it.
 *
 * Worked example: from alternatives 0, 1, 2 with ties of two allowed there are six groups: 0, 1, 2, 01, 02, 12.
 */
export interface Stage {
  /** How often a choice was made from these alternatives. */
  count: number
  /** log Σ f(S) over all groups. */
  logTotal(x: Float64Array): number
  /** Expected sufficient statistics of one choice. */
  expectation(x: Float64Array, size: number): Float64Array
  /** Takes count × expectation from the gradient and adds count × covariance to the information (lower triangle). */
  subtractMoments(x: Float64Array, gradient: Float64Array, information: Float64Array, size: number): void
}

const MOST_GROUPS = 20_000

/** null where there are too many groups to list. */
export function createStage(
  alternatives: readonly number[],
  sizes: readonly number[],
  models: number,
): Stage | null {
  const allowed = sizes.filter((size) => size <= alternatives.length)
  let total = 0
  for (const size of allowed) total += choose(alternatives.length, size)
  if (total > MOST_GROUPS) return null
  // The tie parameter of a size is parameter models + its place among the sizes above 1.
  const groups: { members: readonly number[]; tie: number | null }[] = []
  for (const size of allowed) {
    const tie = size === 1 ? null : models + sizes.indexOf(size) - 1
    for (const members of subsets(alternatives, size)) groups.push({ members, tie })
  }
  const places = [
    ...alternatives,
    ...new Set(groups.flatMap((group) => (group.tie === null ? [] : [group.tie]))),
  ]
  const weights = new Float64Array(groups.length)
  const logTotal = (x: Float64Array): number => {
    let most = Number.NEGATIVE_INFINITY
    groups.forEach(({ members, tie }, g) => {
      let sum = 0
      for (const member of members) sum += x[member] as number
      const value = sum / members.length + (tie === null ? 0 : (x[tie] as number))
      weights[g] = value
      most = Math.max(most, value)
    })
    let sum = 0
    for (let g = 0; g < weights.length; g++) {
      weights[g] = Math.exp((weights[g] as number) - most)
      sum += weights[g] as number
    }
    for (let g = 0; g < weights.length; g++) weights[g] = (weights[g] as number) / sum
    return most + Math.log(sum)
  }
  const expectation = (x: Float64Array, size: number): Float64Array => {
    logTotal(x)
    const mean = new Float64Array(size)
    groups.forEach(({ members, tie }, g) => {
      const weight = weights[g] as number
      for (const member of members) mean[member] = (mean[member] as number) + weight / members.length
      if (tie !== null) mean[tie] = (mean[tie] as number) + weight
    })
    return mean
  }
  const stage: Stage = {
    count: 0,
    logTotal,
    expectation,
    subtractMoments(x, gradient, information, size) {
      const mean = expectation(x, size)
      const { count } = stage
      const add = (i: number, j: number, value: number) => {
        const at = i >= j ? i * size + j : j * size + i
        information[at] = (information[at] as number) + count * value
      }
      groups.forEach(({ members, tie }, g) => {
        const weight = weights[g] as number
        const each = weight / members.length
        members.forEach((i, a) => {
          for (let b = 0; b <= a; b++) add(i, members[b] as number, each / members.length)
          if (tie !== null) add(tie, i, each)
        })
        if (tie !== null) add(tie, tie, weight)
      })
      places.forEach((i, a) => {
        gradient[i] = (gradient[i] as number) - count * (mean[i] as number)
        for (let b = 0; b <= a; b++) {
          const j = places[b] as number
          add(i, j, -(mean[i] as number) * (mean[j] as number))
        }
      })
    },
  }
  return stage
}

function choose(n: number, k: number): number {
  let value = 1
  for (let i = 0; i < k; i++) value = (value * (n - i)) / (i + 1)
  return value
}

function subsets(items: readonly number[], size: number): number[][] {
  const found: number[][] = []
  const grow = (start: number, chosen: number[]): void => {
    if (chosen.length === size) {
      found.push(chosen)
      return
    }
    for (let i = start; i <= items.length - (size - chosen.length); i++)
      grow(i + 1, [...chosen, items[i] as number])
  }
  grow(0, [])
  return found
}
