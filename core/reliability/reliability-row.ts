import type { Concern } from "@/stats/reliability/flag-people"
import type { Habit } from "@/stats/reliability/carelessness"
import type { CrowdRates } from "@/stats/reliability/expected-answers"
import type { PersonFigures, Share } from "@/stats/reliability/person-figures"

export type ReliabilityPace = {
  /** Timed answers below the reading floor. */
  readonly below: Share
  readonly medianSeconds: number | null
}

export type ReliabilityFlag = {
  readonly habit: Habit
  /** One sentence: what the answers look like. */
  readonly title: string
  /** The figures behind it, each with its n and what is usual here. */
  readonly figures: readonly string[]
}

/** The report card of one person in one project. */
export type ReliabilityRow = {
  readonly userId: string
  readonly name: string
  readonly email: string
  /** Null = not a member any more. */
  readonly role: string | null
  readonly pausedAt: Date | null
  readonly lastAt: Date | null
  /** Answers under an exclusion in force: in none of the figures. */
  readonly excluded: number
  readonly figures: PersonFigures
  readonly pace: ReliabilityPace
  readonly concern: Concern
  /** e-value of all habits together, and after the correction for many people. */
  readonly evidence: number
  readonly adjusted: number
  readonly flags: readonly ReliabilityFlag[]
  /** Worth knowing beside the flags, never a ground for anything by itself. */
  readonly notes: readonly string[]
}

export type ReliabilityList = {
  readonly people: readonly ReliabilityRow[]
  /** What careful people do in this project. */
  readonly rates: CrowdRates
}

/** An exclusion of a person's answers, as the page shows it. */
export type ExclusionEntry = {
  readonly id: string
  readonly fromAt: Date | null
  readonly untilAt: Date | null
  readonly reason: string
  readonly createdAt: Date
  readonly by: string | null
  /** Answers it leaves out now (latest revisions); 0 once taken back. */
  readonly answers: number
  /** Of these, the ones whose task still waits for nobody in their place. */
  readonly holding: number
  readonly reversedAt: Date | null
  readonly reversedReason: string | null
}

/** What an exclusion would do. */
export type ExclusionPreview = {
  readonly answers: number
  readonly counted: number
  readonly tasks: number
  readonly first: Date | null
  readonly last: Date | null
}
