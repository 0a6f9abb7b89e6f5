"use client"

import { useTranslations } from "next-intl"
import { lazy, Suspense, useEffect } from "react"
import type { ScreenProps } from "@/components/annotate/screen/screen-props"
import { hasNewGuidelines } from "@/components/annotate/screen/top-bar"
import { ConfirmSheet } from "@/components/annotate/sheets/confirm-sheet"
import { EditSheet } from "@/components/annotate/sheets/edit-sheet"
import { FlagsSheet } from "@/components/annotate/sheets/flags-sheet"
import { GuidelinesSheet } from "@/components/annotate/sheets/guidelines-sheet"
import { HelpSheet } from "@/components/annotate/sheets/help-sheet"
import { QuestionSheet } from "@/components/annotate/sheets/question-sheet"
import { SettingsSheet } from "@/components/annotate/sheets/settings-sheet"
import { SkipSheet } from "@/components/annotate/sheets/skip-sheet"
import type { TaskPage } from "@/components/annotate/store/database"
import { canMark } from "@/core/annotate/draft"
import type { Keymap } from "@/core/annotate/keymap"

const loadMarks = () => import("@/components/annotate/sheets/marks-sheet")
/** Fetched only where words can be marked, and then before they are: the line may be gone by that time. */
const MarksSheet = lazy(async () => ({ default: (await loadMarks()).MarksSheet }))

/** The one window that is open, if any. */
export function OpenSheet(props: ScreenProps & { keymap: Keymap }) {
  const { instrument, snapshot, preferences } = props
  const t = useTranslations("annotate")
  const { state, facts } = snapshot
  const close = () => instrument.openPanel(null)
  const marks = facts !== null && canMark(facts.protocol)
  useEffect(() => {
    if (marks) loadMarks().catch(() => undefined)
  }, [marks])
  const page = snapshot.pages.get(state.queue[0] ?? "")
  const names =
    facts?.protocol.kind === "PAIRWISE"
      ? [t("left"), t("right")]
      : (page?.task.panels.map((_, panel) => t("ranking.text", { number: panel + 1 })) ?? [])
  if (snapshot.toConfirm && facts?.guidelines) {
    return <ConfirmSheet guidelines={facts.guidelines} onConfirm={() => instrument.confirmGuidelines()} />
  }
  switch (state.panel) {
    case "question":
      return <QuestionSheet instrument={instrument} onClose={close} />
    case "flags":
      return (
        <FlagsSheet
          flags={facts?.protocol.flags ?? []}
          names={names}
          draft={state.draft}
          onChange={(draft) => instrument.changeDraft(draft)}
          onClose={close}
        />
      )
    case "marks":
      return (
        page &&
        facts && (
          <Suspense fallback={null}>
            <MarksSheet
              page={page}
              names={names}
              protocol={facts.protocol}
              draft={state.draft}
              onChange={(draft) => instrument.changeDraft(draft)}
              onUnmark={(mark) => instrument.unmark(mark)}
              onClose={close}
            />
          </Suspense>
        )
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
          answers={facts?.answers ?? []}
          answersSeen={snapshot.answersSeen}
          changed={hasNewGuidelines(snapshot)}
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
