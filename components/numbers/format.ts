import type { Share } from "@/core/numbers/report"
import type { Interval } from "@/stats/interval"
import { type Outcome, REASONS } from "@/stats/outcome"

/** `0.7264` is `"72.6 %"`. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`
}

/** The interval of a share: `"71.2–74.0"`. */
export function percentRange({ low, high }: Interval, digits = 1): string {
  return `${(low * 100).toFixed(digits)}–${(high * 100).toFixed(digits)}`
}

export function range({ low, high }: Interval, digits = 2): string {
  return `${low.toFixed(digits)} to ${high.toFixed(digits)}`
}

export function points(value: number): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(0)}`
}

export function figure(value: number): string {
  return value.toLocaleString("en")
}

/** Beside a share of one person's answers: it is known, and how far people differ is not. */
export const NO_INTERVAL = "one person, so no interval"

/** A share in words, also where it has no interval. */
export function shareText(share: Share): string {
  if (share.defined) return percent(share.value.estimate)
  return share.n > 0 ? percent(share.part / share.n) : REASONS[share.reason]
}

/** The value in words, or why there is none. */
export function say<T>(outcome: Outcome<T>, text: (value: T) => string): string {
  return outcome.defined ? text(outcome.value) : REASONS[outcome.reason]
}

/** A p-value as people write it. */
export function pValue(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3)
}

export function duration(seconds: number): string {
  return seconds < 60
    ? `${seconds.toFixed(0)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" })
export function shortDay(day: string): string {
  return short.format(new Date(`${day}T00:00:00Z`))
}

/** A name that has room for so many letters. */
export function clip(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text
}

export function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
