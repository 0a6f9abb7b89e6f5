import type { Ruling } from "@/core/adjudication/wire"
import type { StoredPreference } from "@/core/verdict"

export type RuledPair = Pick<Ruling, "task" | "positionA" | "positionB" | "criterion">

/** The answer in stored order; null takes the ruling in force back. */
export type NewRuling = RuledPair &
  Pick<Ruling, "shown" | "reason" | "sawVotes" | "known" | "gold"> & {
    readonly answer: StoredPreference | null
  }
