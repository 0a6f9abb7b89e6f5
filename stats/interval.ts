/** An estimate with its two-sided interval. `level` is the nominal coverage, for instance 0.95. */
export interface Interval {
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly level: number
}

/** An interval that also says the standard error it was made from. */
export interface IntervalWithError extends Interval {
  readonly standardError: number
}
