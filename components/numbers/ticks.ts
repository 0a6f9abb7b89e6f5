/**
 * Round numbers that enclose a range: steps of 1, 2 or 5 times a power of ten, about `count` of them.
 * Worked example: 838 to 1122 with 5 gives 800, 900, 1000, 1100, 1200.
 */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return [0, 1]
  const span = Math.max(high - low, 1e-9)
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? power * 10
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(high / step))
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
