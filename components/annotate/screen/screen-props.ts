import type { Instrument } from "@/components/annotate/loop/instrument"
import type { Snapshot } from "@/components/annotate/loop/snapshot"
import type { Preferences } from "@/core/annotate/preferences"

/** What the page needs to draw itself: the instrument, its state, and whose it is. */
export type ScreenProps = {
  instrument: Instrument
  snapshot: Snapshot
  project: { readonly slug: string; readonly name: string }
  person: string
  locale: string
  preferences: Preferences
  onPreferences: (preferences: Preferences) => void
  onSignOut: () => Promise<void>
}
