/** `1234` is `"1,234"`. */
export function toFigure(value: number): string {
  return value.toLocaleString("en")
}

/** A share as whole percent; never 100 before all is done, never 0 once something is. */
export function toPercent(part: number, whole: number): string {
  if (whole <= 0) return "–"
  const exact = (part / whole) * 100
  const shown = part > 0 && part < whole ? Math.min(99, Math.max(1, Math.round(exact))) : Math.round(exact)
  return `${shown} %`
}

/** Seconds as people say them: `42 s`, `3 min 05 s`. */
export function toDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`
}

/** `plural(1, "task")` is `"1 task"`, `plural(2, "task")` is `"2 tasks"`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${toFigure(count)} ${count === 1 ? one : many}`
}
