/**
 * The class of a difference of lengths, so that counts can be kept by it.
 *
 * Formula: x = (a − b) / (a + b) in characters; |x| < 0.05 is class 0 (alike), < 0.2 class ±1 (the longer is up to half
 * as long again), above ±2. In fits a class stands for a typical x: 0, ±0.12 and ±0.4.
 * Edge cases: two empty texts are alike.
 * Worked example: 300 against 200 characters: x = 0.2, class 2; 220 against 200: x = 0.048, class 0.
 */
export const LENGTH_CLASSES = [-2, -1, 0, 1, 2] as const
export type LengthClass = (typeof LENGTH_CLASSES)[number]

export const LENGTH_BOUNDS = { alike: 0.05, far: 0.2 } as const

const typical = { 0: 0, 1: 0.12, 2: 0.4 } as const

export function toLengthClass(a: number, b: number): LengthClass {
  if (a + b <= 0) return 0
  const x = (a - b) / (a + b)
  const size = Math.abs(x) < LENGTH_BOUNDS.alike ? 0 : Math.abs(x) < LENGTH_BOUNDS.far ? 1 : 2
  return (size === 0 ? 0 : x < 0 ? -size : size) as LengthClass
}

/** What a class counts as in a fit: a normalised difference of lengths, first − second. */
export function typicalDifference(length: LengthClass): number {
  return Math.sign(length) * typical[Math.abs(length) as 0 | 1 | 2]
}
