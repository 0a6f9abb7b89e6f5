"use client"

import type { ScreenProps } from "@/components/annotate/screen/screen-props"
import { hasChanged } from "@/components/annotate/screen/top-bar"
import { EditSheet } from "@/components/annotate/sheets/edit-sheet"
import { FlagsSheet } from "@/components/annotate/sheets/flags-sheet"
import { GuidelinesSheet } from "@/components/annotate/sheets/guidelines-sheet"
import { HelpSheet } from "@/components/annotate/sheets/help-sheet"
import { SettingsSheet } from "@/components/annotate/sheets/settings-sheet"
import { SkipSheet } from "@/components/annotate/sheets/skip-sheet"
import type { TaskPage } from "@/components/annotate/store/database"
import type { Keymap } from "@/core/annotate/keymap"

/** The one window that is open, if any. */
export function OpenSheet(props: ScreenProps & { keymap: Keymap }) {
  const { instrument, snapshot, preferences } = props
  const { state, facts } = snapshot
  const close = () => instrument.openPanel(null)
  const page = snapshot.pages.get(state.queue[0] ?? "")
  switch (state.panel) {
    case "flags":
      return (
        <FlagsSheet
          flags={facts?.protocol.flags ?? []}
          draft={state.draft}
          onChange={(draft) => instrument.changeDraft(draft)}
          onClose={close}
        />
      )
    case "skip":
      return (
        <SkipSheet
          onSkip={(reason, note, inputPath) => void instrument.skip(reason, note, inputPath)}
          onClose={close}
        />
      )
    case "edit":
      return (
        <EditSheet
          texts={[rawOf(page, 0), rawOf(page, 1)]}
          draft={state.draft}
          onChange={(draft) => instrument.changeDraft(draft)}
          onClose={close}
        />
      )
    case "guidelines":
      return (
        <GuidelinesSheet
          guidelines={facts?.guidelines ?? null}
          changed={hasChanged(snapshot)}
          onClose={() => instrument.closeGuidelines()}
        />
      )
    case "help":
      return (
        <HelpSheet
          protocol={facts?.protocol ?? null}
          keymap={props.keymap}
          singleKeysOff={preferences.singleKeysOff}
          onClose={close}
        />
      )
    case "settings":
      return (
        <SettingsSheet
          preferences={preferences}
          locale={props.locale}
          person={props.person}
          waiting={snapshot.sync.waiting}
          onChange={props.onPreferences}
          onSignOut={props.onSignOut}
          onClose={close}
        />
      )
    case "note":
    case null:
      return null
  }
}

function rawOf(page: TaskPage | undefined, panel: number): string {
  return page?.task.panels[panel]?.turns.map((turn) => page.texts[turn.text]?.raw ?? "").join("\n\n") ?? ""
}
