/** Checks a list of p-values and returns their indices from the smallest to the largest (stable). */
export function requirePValues(pValues: readonly number[]): number[] {
  for (const p of pValues) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`A p-value lies in [0, 1], not ${p}.`)
  }
  return pValues.map((_, i) => i).sort((i, j) => (pValues[i] as number) - (pValues[j] as number) || i - j)
}
