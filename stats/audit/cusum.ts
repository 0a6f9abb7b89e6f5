/**
 * One-sided CUSUM of a drop: does somebody agree less than before?
 *
 * Formula: S ← max(0, S + p0 − k − x) over answers x (1 agrees, 0 not), alarm where S > h; p0 the person's usual share,
 * k half the drop worth finding. The false-alarm rate for given (p0, k, h) is in docs/statistics.md.
 * Reference: Page 1954.
 * Edge cases: no answer gives no alarm.
 * Worked example: p0 = 0.8, k = 0.1, h = 2: the third 0 in a row raises the alarm (0.7, 1.4, 2.1).
 */
export interface Cusum {
  readonly path: readonly number[]
  /** Index of the answer that raised the alarm, or null. */
  readonly alarmAt: number | null
}

export function cusumDrop(answers: readonly (0 | 1)[], p0: number, k = 0.1, h = 4): Cusum {
  let sum = 0
  let alarmAt: number | null = null
  const path = answers.map((answer, i) => {
    sum = Math.max(0, sum + p0 - k - answer)
    if (alarmAt === null && sum > h) alarmAt = i
    return sum
  })
  return { path, alarmAt }
}
