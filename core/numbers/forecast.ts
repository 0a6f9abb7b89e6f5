import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { studentQuantile } from "@/stats/special/student-t"

/**
 * When all judgments will be in, if work goes on as in the last days.
 *
 * Formula: days = left / m with m the mean number of answers of the last `window` whole days, empty days included; the
 * interval is left / (m ± t s/√window), s their standard deviation: days differ more than chance alone would make them.
 * Edge cases: nothing left is 0 days; no answer in the window is undefined ("no-data"); where the interval of m
 * reaches 0 the upper end is Infinity, which a page shows as "open".
 * Worked example: 100 left, 14 days of 10 each: 10 days, from 10 to 10.
 */
export function forecastDays(
  left: number,
  days: readonly { readonly day: string; readonly answers: number }[],
  today: string,
  window = 14,
): Outcome<Interval> {
  if (left <= 0) return defined({ estimate: 0, low: 0, high: 0, level: 0.95 })
  const byDay = new Map(days.map((day) => [day.day, day.answers]))
  const first = days[0]?.day
  const counts: number[] = []
  for (let back = 1; back <= window; back++) {
    const day = shiftDay(today, -back)
    // A project younger than the window has fewer days to look back on.
    if (first === undefined || day < first) break
    counts.push(byDay.get(day) ?? 0)
  }
  // On the first day there is only today.
  if (counts.length === 0 && first !== undefined && byDay.has(today)) counts.push(byDay.get(today) ?? 0)
  const n = counts.length
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, n)
  if (mean === 0) return notDefined("no-data")
  if (n < 3) return defined({ estimate: left / mean, low: 0, high: Number.POSITIVE_INFINITY, level: 0.95 })
  const spread = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (n - 1) / n)
  const reach = studentQuantile(0.975, n - 1) * spread
  return defined({
    estimate: left / mean,
    low: left / (mean + reach),
    high: mean - reach > 0 ? left / (mean - reach) : Number.POSITIVE_INFINITY,
    level: 0.95,
  })
}

export function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}
