/**
 * Ranks from 1, equal values sharing the mean of their places; `ties` is Σ (t³ − t) over groups of t equal values.
 * Worked example: [10, 20, 20, 5] has the ranks [2, 3.5, 3.5, 1] and ties 6.
 */
export function midranks(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number))
  const ranks = values.map(() => 0)
  let ties = 0
  let start = 0
  while (start < order.length) {
    let end = start + 1
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end += 1
    const size = end - start
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2
    ties += size ** 3 - size
    start = end
  }
  return { ranks, ties }
}
