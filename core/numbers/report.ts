import type { Interval } from "@/stats/interval"
import type { Outcome } from "@/stats/outcome"

/** All figures of the numbers page, as plain data: it is kept as JSON and drawn without computing anything. */
export interface NumbersReport {
  readonly answers: number
  readonly comparisons: number
  readonly people: number
  readonly days: readonly { readonly day: string; readonly answers: number; readonly people: number }[]
  readonly work: Work
  readonly agreement: AgreementReport
  readonly ratings: Ratings
  /** The same fit with the difference of lengths as a term: strengths at equal length. */
  readonly equalLength: Ratings
  readonly matrix: readonly MatrixCell[]
  readonly shares: { readonly tie: Share; readonly bad: Share }
  readonly levels: readonly number[]
  readonly position: BiasReport
  readonly length: BiasReport
  readonly persons: readonly PersonRow[]
  readonly stop: StopReport
  readonly warnings: readonly Warning[]
}

/** `part` of `n`: counted, and so known also where there is no interval. */
export type Share = Outcome<Interval> & { readonly n: number; readonly part: number }

export interface Work {
  readonly timed: number
  readonly hours: number
  /** Mean active seconds of an answer. */
  readonly seconds: Outcome<number>
}

export interface AgreementReport {
  readonly raw: Outcome<Interval>
  readonly alpha: Outcome<{ readonly value: number; readonly interval: Outcome<Interval> }>
  readonly ac1: Outcome<{ readonly value: number; readonly interval: Outcome<Interval> }>
  /** Pairs judged by two or more, and pairs of their judgments. */
  readonly units: number
  readonly pairs: number
  /** What two people would reach who draw from the fitted shares. */
  readonly expected: Outcome<number>
  /** Up to each day, all that was judged until then. */
  readonly overTime: readonly {
    readonly day: string
    readonly raw: Outcome<Interval>
    readonly units: number
  }[]
  readonly by: readonly AgreementGroup[]
  readonly couples: readonly {
    readonly one: string
    readonly two: string
    readonly pairs: number
    readonly raw: Outcome<Interval>
  }[]
}

export interface AgreementGroup {
  readonly kind: "criterion" | "round" | "cohort" | "guideline" | "language" | "useCase" | "tag"
  readonly label: string
  readonly units: number
  readonly raw: Outcome<Interval>
  readonly alpha: Outcome<number>
}

export type Ratings = Outcome<{
  readonly rows: readonly RatingRow[]
  /** How the intervals were made. */
  readonly intervals: "clustered" | "bootstrap" | "hc0"
  readonly clusters: number
  readonly comparisons: number
  /** First against second by the estimate: the difference and its interval, on the display scale. */
  readonly lead: Outcome<Interval>
  readonly components: number
}>

export interface RatingRow {
  readonly model: string
  readonly id: string
  /** Display scale, with the interval against the average model. */
  readonly rating: Interval
  readonly rank: number
  readonly best: number
  readonly worst: number
  readonly comparisons: number
  readonly component: number
  /** Never lost or never won against the rest: only the weak prior keeps it finite. */
  readonly unbounded: boolean
}

export interface MatrixCell {
  readonly row: string
  readonly column: string
  readonly wins: number
  readonly ties: number
  readonly losses: number
  /** Ties as half wins. */
  readonly rate: Outcome<Interval>
}

export interface BiasReport {
  /** Share of decisive pairs whose left (longer) text was preferred, clustered by person. */
  readonly share: Share
  /** The term of the fit, in points of the display scale; the models are held equal. */
  readonly term: Outcome<Interval>
  readonly pValue: Outcome<number>
}

export interface PersonRow {
  readonly id: string
  readonly name: string
  readonly answers: number
  readonly comparisons: number
  readonly agrees: Share
  readonly left: Share
  /** Benjamini-Hochberg over all people of the page. */
  readonly leftP: Outcome<number>
  readonly longer: Share
  readonly longerP: Outcome<number>
  readonly ties: Share
  readonly seconds: Outcome<number>
  readonly flags: number
}

export interface StopReport {
  readonly leader: Outcome<{ readonly model: string; readonly decided: boolean }>
  readonly claims: readonly Claim[]
  readonly next: readonly { readonly one: string; readonly two: string; readonly bits: number }[]
}

/** That one model is better than the next one in rank. */
export interface Claim {
  readonly better: string
  readonly worse: string
  readonly wins: number
  readonly losses: number
  readonly difference: Outcome<Interval>
  /** Evidence against "equally good", valid at whatever moment one looks; ≥ 20 is enough at 5 %. */
  readonly eValue: number
  /** 1: decided; 0: alike within 30 points either way; null: open. */
  readonly verdict: "decided" | "alike" | "open"
}

export type Warning =
  | { readonly kind: "few-people"; readonly n: number }
  | { readonly kind: "few-units"; readonly n: number }
  | { readonly kind: "few-comparisons"; readonly n: number }
  | { readonly kind: "islands"; readonly n: number }
  | { readonly kind: "unbounded"; readonly models: readonly string[] }
  | { readonly kind: "rankings" }
