import type { ScreeningSettings } from "@/core/screening/settings"
import type { ScreeningState, StoredResult } from "@/core/screening/state"

/** What the admin's page shows of a project's screening. */
export type ScreeningSetup = {
  /** Null = an ordinary project. */
  readonly settings: ScreeningSettings | null
  readonly showReasons: boolean
  /** The screening that this project asks for. */
  readonly requires: { readonly slug: string; readonly name: string } | null
  /** Parts that gold tasks name, with how many there are; "" = gold without a part. */
  readonly goldParts: readonly { readonly part: string; readonly tasks: number }[]
  /** Screenings that the admin may ask for. */
  readonly choices: readonly { readonly slug: string; readonly name: string }[]
}

export type ScreeningPerson = {
  readonly userId: string
  readonly name: string
  readonly email: string
  /** Null = not begun. */
  readonly state: ScreeningState | null
  readonly results: readonly StoredResult[]
}
