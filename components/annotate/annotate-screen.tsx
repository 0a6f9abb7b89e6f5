"use client"

import { useTranslations } from "next-intl"
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react"
import { Announcer } from "@/components/annotate/screen/announcer"
import { EmptyQueue } from "@/components/annotate/screen/empty-queue"
import { NoteDrawer } from "@/components/annotate/screen/note-drawer"
import { NoticeBar } from "@/components/annotate/screen/notice-bar"
import { OpenSheet } from "@/components/annotate/screen/open-sheet"
import { GiveRatings } from "@/components/annotate/screen/give-ratings"
import { Question } from "@/components/annotate/screen/question"
import { RankingBar } from "@/components/annotate/screen/ranking-bar"
import type { ScreenProps } from "@/components/annotate/screen/screen-props"
import { SideQuestions } from "@/components/annotate/screen/side-questions"
import { SideTabs } from "@/components/annotate/screen/side-tabs"
import { ProgressWords, SyncStatus } from "@/components/annotate/screen/status-line"
import { TaskLayer } from "@/components/annotate/screen/task-layer"
import { TopBar } from "@/components/annotate/screen/top-bar"
import { ToolRow } from "@/components/annotate/screen/tool-row"
import { UndoToast } from "@/components/annotate/screen/undo-toast"
import { VerdictStrip } from "@/components/annotate/screen/verdict-strip"
import { WaitingForTask } from "@/components/annotate/screen/waiting-for-task"
import { focusSame, scrollTexts, useKeys } from "@/components/annotate/screen/use-keys"
import { activeCell, toCells } from "@/core/annotate/cells"
import { HandIn } from "@/components/annotate/writing/hand-in"
import type { DraftText, Mark } from "@/core/annotate/draft"
import { emptyDraft } from "@/core/annotate/draft"
import { findJudgedHindrance, findWritingHindrance } from "@/core/annotate/hindrance"
import type { KeyAction } from "@/core/annotate/keymap"
import { toKeymap } from "@/core/annotate/preferences"
import type { AnswerAction } from "@/core/annotate/strip"
import { acceptsVerdict } from "@/core/annotate/reducer"
import { toEditorText } from "@/core/annotate/written-text"

const answers: ReadonlySet<string> = new Set([
  "left",
  "right",
  "tie",
  "bothBad",
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((digit) => `grade${digit}`),
])

/** The whole page: texts, strip, tools, and what opens over them. */
export function AnnotateScreen(props: ScreenProps) {
  const { instrument, snapshot, project, preferences } = props
  const t = useTranslations("annotate")
  const { state, facts, pages } = snapshot
  const keymap = toKeymap(preferences)
  const current = state.queue[0]
  const settled = snapshot.settled === current
  const main = useRef<HTMLElement>(null)
  const [copied, setCopied] = useState(false)
  const signInHref = `/sign-in?next=${encodeURIComponent(`/annotate/${project.slug}`)}`
  const covered = (facts?.blurContent ?? false) && !state.revealed
  const layoutKey = `${preferences.fontSize}:${preferences.measure}:${preferences.wrapCode}`

  // Pins belong to the task in view and go with it.
  const [pinned, setPinned] = useState<{ token: string | undefined; panels: readonly number[] }>(noPins)
  const pins = pinned.token === current ? pinned.panels : noPins.panels
  const pinNext = useRef(false)
  const [pinning, setPinning] = useState(false)
  const pin = useCallback(
    (panel: number) => {
      pinNext.current = false
      setPinning(false)
      setPinned((before) => togglePin(before, instrument.getSnapshot(), panel))
    },
    [instrument],
  )
  const act = useCallback(
    (action: KeyAction, inputPath: string) => {
      const digit = toDigit(action)
      if (digit !== undefined) return pinNext.current ? pin(digit - 1) : instrument.digit(digit, inputPath)
      const kind = instrument.getSnapshot().facts?.protocol.kind
      if (action === "rankTie" || (action === "tie" && kind === "RANKING")) return instrument.tie()
      if (isAnswer(action)) return void instrument.answer(action, inputPath)
      const judging = acceptsVerdict(instrument.getSnapshot().state)
      switch (action) {
        case "undo":
          return void instrument.undo(inputPath)
        case "digit9":
        case "digit0":
          // Digits are done above.
          return
        case "back":
          return instrument.back()
        case "commit":
          // A text is handed in by Ctrl+Enter: Enter alone is pressed too easily beside a field.
          return kind === "DEMONSTRATION" ? undefined : void instrument.submit(inputPath)
        case "notRankable":
          return void instrument.submitNotRankable(inputPath)
        case "pin":
          pinNext.current = kind === "RANKING"
          return setPinning(pinNext.current)
        case "diff":
        case "raw":
          return judging ? instrument.toggle(action) : undefined
        case "marks":
          return instrument.openMarks()
        case "reveal":
          return instrument.reveal()
        case "scrollUp":
          return scrollTexts(main.current, "line", -1)
        case "scrollDown":
          return scrollTexts(main.current, "line", 1)
        case "scrollBoth":
          return scrollTexts(main.current, "page", 1)
        case "question":
        case "guidelines":
        case "settings":
        case "help":
          return instrument.openPanel(action)
        case "edit":
          return judging && instrument.getSnapshot().facts?.protocol.editBetter
            ? instrument.openPanel(action)
            : undefined
        case "flags":
        case "note":
        case "skip":
          return judging ? instrument.openPanel(action) : undefined
      }
    },
    [instrument, pin],
  )
  useKeys(keymap, preferences.singleKeysOff, act)

  // Focus is never lost with the task that goes: it moves to the same place of the next one.
  const focused = useRef<string | null>(null)
  useLayoutEffect(() => {
    focusSame(main.current, focused.current)
    focused.current = null
    // Runs for every task that comes into view, though it reads only what is on the page.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [snapshot.settled])
  useEffect(() => {
    const note = (event: FocusEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null
      focused.current = target?.closest<HTMLElement>("[data-scroll]")?.dataset["scroll"] ?? null
    }
    document.addEventListener("focusin", note)
    return () => document.removeEventListener("focusin", note)
  }, [])

  // What is still to be chosen is where the keyboard goes.
  const wanted = snapshot.state.hindrance?.kind
  useEffect(() => {
    if (wanted === "use-case-wanted")
      main.current?.querySelector<HTMLElement>('[data-active="true"] [data-wanted="use-case"]')?.focus()
  }, [wanted])

  const reveal = useCallback(() => instrument.reveal(), [instrument])
  const depth = useCallback(
    (panel: number, share: number) => instrument.stopwatch.noteDepth(panel, share),
    [instrument],
  )
  const onCopied = useCallback(() => setCopied(true), [])
  const rate = useCallback((cell: number, value: number) => instrument.rate(cell, value), [instrument])
  const unmark = useCallback((mark: Mark) => instrument.unmark(mark), [instrument])
  const firstNote = useCallback((note: string) => instrument.showPrompt(note), [instrument])
  const write = useCallback((change: Partial<DraftText>) => instrument.write(change), [instrument])
  const handIn = useCallback((inputPath: string) => void instrument.submit(inputPath), [instrument])
  const preview = useCallback((text: string) => instrument.inquiry.preview(text), [instrument])
  const task = pages.get(current ?? "")?.task
  const k = task?.panels.length ?? 0
  const cells = facts ? toCells(facts.protocol, k) : []
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])

  return (
    <div
      className="annotate"
      style={{
        ["--text-size" as string]: `${preferences.fontSize}px`,
        ["--measure" as string]: preferences.measure === 0 ? "none" : `${preferences.measure}ch`,
      }}
      data-wrap-code={preferences.wrapCode}
    >
      <TopBar
        project={project}
        snapshot={snapshot}
        keymap={keymap}
        onOpen={(panel) => instrument.openPanel(panel)}
        progress={<ProgressWords snapshot={snapshot} />}
        sync={<SyncStatus sync={snapshot.sync} signInHref={signInHref} />}
      />
      <main
        ref={main}
        tabIndex={-1}
        className="stage"
        aria-label={project.name}
        aria-busy={state.phase === "loading"}
      >
        <div className="layers">
          {snapshot.mounted.map((token) => {
            const page = pages.get(token)
            const active = token === current
            return page && facts ? (
              <TaskLayer
                key={token}
                page={page}
                // Not in the frame of the key: painting the one after can wait until this one is seen.
                place={active ? "view" : token === state.queue[1] && settled ? "next" : "away"}
                settled={token === snapshot.settled}
                live={active && acceptsVerdict(state)}
                covered={covered}
                raw={state.raw}
                diff={active && state.diff}
                protocol={facts.protocol}
                draft={active ? state.draft : emptyDraft}
                asked={active ? state.asked : null}
                pins={active ? pins : noPins.panels}
                syncScroll={preferences.syncScroll}
                layoutKey={layoutKey}
                onReveal={reveal}
                onDepth={depth}
                onCopied={onCopied}
                onRate={rate}
                onPin={pin}
                onUnmark={unmark}
                onFirstNote={firstNote}
                onWrite={write}
                onHandIn={handIn}
                onPreview={preview}
              />
            ) : null
          })}
          {state.phase === "loading" && <WaitingForTask snapshot={snapshot} signInHref={signInHref} />}
          {state.phase === "empty" && (
            <EmptyQueue snapshot={snapshot} onAgain={() => instrument.lookAgain()} />
          )}
        </div>
        <div className="over">
          <NoticeBar snapshot={snapshot} instrument={instrument} />
          {state.panel === "note" && facts && (
            <NoteDrawer
              rationale={facts.protocol.rationale}
              value={state.draft.note}
              onChange={(note) => instrument.changeDraft({ ...state.draft, note })}
              onClose={() => instrument.openPanel(null)}
            />
          )}
        </div>
      </main>
      <footer className="foot">
        {state.phase !== "empty" && facts && <Question protocol={facts.protocol} />}
        {state.phase !== "empty" && facts && current !== undefined && (
          <SideQuestions
            protocol={facts.protocol}
            cells={cells}
            answers={state.draft}
            activeCell={activeCell(cells, state.draft, state.asked)}
            onRate={rate}
          />
        )}
        {state.phase !== "empty" && facts?.protocol.kind === "RANKING" && current !== undefined && (
          <RankingBar
            k={k}
            steps={state.draft.ranking}
            rating={activeCell(cells, state.draft, state.asked) !== undefined}
            ready={findJudgedHindrance(state.draft, facts.protocol, covered, k) === undefined}
            keymap={keymap}
            disabled={!acceptsVerdict(state)}
            onPlace={(panel) => instrument.place(panel)}
            onMove={(panel, target) => instrument.move(panel, target)}
            onAction={act}
          />
        )}
        {state.phase !== "empty" && facts?.protocol.kind === "RATING" && current !== undefined && (
          <GiveRatings
            ready={findJudgedHindrance(state.draft, facts.protocol, covered, k) === undefined}
            keymap={keymap}
            disabled={!acceptsVerdict(state)}
            onAction={act}
          />
        )}
        {state.phase !== "empty" && facts?.protocol.kind === "DEMONSTRATION" && task && (
          <HandIn
            ready={
              findWritingHindrance(
                { ...state.draft, written: toEditorText(state.draft, task.returned) },
                facts.protocol,
                covered,
                task.prompt.length > 0,
              ) === undefined
            }
            disabled={!acceptsVerdict(state)}
            onSubmit={handIn}
          />
        )}
        {state.phase !== "empty" && facts?.protocol.scale && (
          <>
            {current !== undefined && <SideTabs token={current} stage={main} />}
            <VerdictStrip
              scale={facts.protocol.scale}
              asks={facts.protocol.asks}
              keymap={keymap}
              disabled={!acceptsVerdict(state)}
              storing={state.storing}
              before={state.before}
              onAnswer={(action, inputPath) => void instrument.answer(action, inputPath)}
            />
          </>
        )}
        <ToolRow
          protocol={facts?.protocol ?? null}
          keymap={keymap}
          draft={state.draft}
          raw={state.raw}
          diff={state.diff}
          judging={state.phase !== "empty" && current !== undefined}
          canUndo={state.history.length > 0}
          onAction={act}
        />
        <UndoToast
          toast={state.toast}
          scale={facts?.protocol.scale ?? null}
          asks={facts?.protocol.asks ?? "better"}
          keymap={keymap}
          copied={copied}
          onUndo={() => void instrument.undo("pointer")}
        />
      </footer>
      <Announcer snapshot={snapshot} />
      {pinning && (
        <div role="status" className="toast">
          {t("ranking.pinWhich")}
        </div>
      )}
      <OpenSheet {...props} keymap={keymap} />
    </div>
  )
}

type Pins = { readonly token: string | undefined; readonly panels: readonly number[] }
const noPins: Pins = { token: undefined, panels: [] }

/** Two at most; a third takes the place of the one pinned first. */
function togglePin(before: Pins, { state, pages }: ScreenProps["snapshot"], panel: number): Pins {
  const token = state.queue[0]
  const k = pages.get(token ?? "")?.task.panels.length ?? 0
  if (panel < 0 || panel >= k) return before
  const panels = before.token === token ? before.panels : []
  return {
    token,
    panels: panels.includes(panel) ? panels.filter((one) => one !== panel) : [...panels, panel].slice(-2),
  }
}

/** The digit that an action stands for, as far as its key was not given to something else. */
function toDigit(action: KeyAction): number | undefined {
  const digit = /^(?:grade|digit)([0-9])$/.exec(action)?.[1]
  return digit === undefined ? undefined : Number(digit)
}

function isAnswer(action: KeyAction): action is Extract<KeyAction, AnswerAction> {
  return answers.has(action)
}
