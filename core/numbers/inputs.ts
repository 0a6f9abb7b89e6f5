/**
 * What the report is computed from: counts, never votes. People and models are numbered 0, 1, … and named once.
 */
export interface NumbersInputs {
  readonly models: readonly { readonly id: string; readonly name: string }[]
  readonly people: readonly { readonly id: string; readonly name: string }[]
  /** Credited comparisons, `CELL_WIDTH` numbers each: person, first, second, side, length class, wins, ties, losses. */
  readonly cells: Int32Array
  readonly tallies: readonly Tally[]
  /** Decisive comparisons of each strength, level 1 first. */
  readonly levels: readonly number[]
  readonly units: readonly UnitCount[]
  /** Doubly judged pairs by criterion, of all criteria: agreement by criterion is the only figure that crosses them. */
  readonly criteria?: readonly (Pick<UnitCount, "a" | "tie" | "b" | "units"> & {
    readonly criterion: string
  })[]
  readonly slices: readonly UnitSlice[]
  readonly pairings: readonly Pairing[]
  readonly days: readonly DayCount[]
  readonly work: readonly PersonWork[]
  /** Answers that the protocol offers: 2 where no tie is possible. */
  readonly categories: 2 | 3
}

export const CELL_WIDTH = 8

/** What one person did in all, texts credited once. Shares of sides and of length are over pairs, not rankings. */
export interface Tally {
  readonly person: number
  readonly answers: number
  readonly comparisons: number
  readonly ties: number
  readonly bad: number
  readonly pairs: number
  readonly left: number
  readonly right: number
  readonly unlike: number
  readonly longer: number
}

/** How many doubly judged pairs were judged like this on a day; `slice` is an index into `slices`. */
export interface UnitCount {
  readonly slice: number
  readonly day: string
  readonly a: number
  readonly tie: number
  readonly b: number
  readonly units: number
}

export interface UnitSlice {
  readonly round: string
  readonly cohort: string
  readonly guideline: number
  readonly language: string
  readonly useCase: string
  readonly tags: readonly string[]
}

export interface Pairing {
  readonly one: number
  readonly two: number
  readonly pairs: number
  readonly agreeing: number
}

export interface DayCount {
  readonly day: string
  readonly answers: number
  readonly people: number
}

export interface PersonWork {
  readonly person: number
  readonly answers: number
  readonly timed: number
  readonly activeMs: number
  readonly flags: number
}
