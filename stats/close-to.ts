/**
 * Distance of two numbers as tests measure it: relative to the expected one where that is above 1, absolute below.
 * Worked example: relativeError(1001, 1000) = 0.001.
 */
export function relativeError(actual: number, expected: number): number {
  if (actual === expected) return 0
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected))
}

/** Distance relative to the expected number whatever its size: for tails and tiny probabilities. */
export function strictRelativeError(actual: number, expected: number): number {
  if (actual === expected) return 0
  return Math.abs(actual - expected) / Math.abs(expected)
}
