"use client"

import { useCallback, useEffect, useLayoutEffect, useRef } from "react"
import { CaseHeader } from "@/components/adjudicate/case-header"
import { CaseLayer } from "@/components/adjudicate/case-layer"
import { DeskBar } from "@/components/adjudicate/desk-bar"
import { DeskSheets } from "@/components/adjudicate/desk-sheets"
import { DeskStatus, EmptyDesk } from "@/components/adjudicate/desk-status"
import { DeskTools } from "@/components/adjudicate/desk-tools"
import { ReasonLine } from "@/components/adjudicate/reason-line"
import { useDesk } from "@/components/adjudicate/use-desk"
import { SideTabs } from "@/components/annotate/screen/side-tabs"
import { focusSame, scrollTexts, useKeys } from "@/components/annotate/screen/use-keys"
import { VerdictStrip } from "@/components/annotate/screen/verdict-strip"
import { usePreferences } from "@/components/annotate/use-preferences"
import type { Case } from "@/core/adjudication/wire"
import type { KeyAction } from "@/core/annotate/keymap"
import { toKeymap } from "@/core/annotate/preferences"
import type { AnswerAction } from "@/core/annotate/strip"
import { toAction, toVerdict } from "@/core/annotate/strip"
import type { ContestedFilter } from "@/core/lists/contested-query"

export type AdjudicateProps = {
  readonly account: string
  readonly project: { readonly slug: string; readonly name: string }
  readonly filter: ContestedFilter
  /** A task asked for by a link. */
  readonly only: string | undefined
  readonly reasonRequired: boolean
  /** Sanitised by the server; null where there are none. */
  readonly guidelines: { readonly version: number; readonly html: string } | null
}

/** One contested task at a time, in the manner of the annotate page: texts, strip, reason, tools. */
export function AdjudicateScreen(props: AdjudicateProps) {
  const { account, project, filter, only, reasonRequired, guidelines } = props
  const [preferences] = usePreferences(account)
  const keymap = toKeymap(preferences)
  const main = useRef<HTMLElement>(null)
  const reasonField = useRef<HTMLInputElement>(null)
  const desk = useDesk({ slug: project.slug, filter, only, reasonRequired, words: toRulingWords })
  const { state, dispatch, rule, undo, setAside, openVotes } = desk
  const current = state.cases[0]

  const act = useCallback(
    (action: KeyAction) => {
      if (isAnswer(action)) return void rule(action)
      switch (action) {
        case "undo":
          return void undo()
        case "skip":
          return void setAside()
        case "note":
          return reasonField.current?.focus()
        case "reveal":
          return void openVotes()
        case "guidelines":
        case "help":
          return dispatch({ type: "panel", panel: action })
        case "diff":
        case "raw":
          return dispatch({ type: "toggle", view: action })
        case "scrollUp":
          return scrollTexts(main.current, "line", -1)
        case "scrollDown":
          return scrollTexts(main.current, "line", 1)
        case "scrollBoth":
          return scrollTexts(main.current, "page", 1)
        default:
          return undefined
      }
    },
    [dispatch, openVotes, rule, setAside, undo],
  )
  useKeys(keymap, preferences.singleKeysOff, act)

  // A verdict that wants its reason: the field is where the next word goes.
  useEffect(() => {
    if (state.pending !== null) reasonField.current?.focus()
  }, [state.pending])

  // Focus is never lost with the task that goes.
  const key = current?.key
  useLayoutEffect(() => {
    if (document.activeElement === reasonField.current) reasonField.current?.blur()
    focusSame(main.current, null)
    // Runs for every task that comes into view, though it reads only what is on the page.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [key])

  const live = state.phase === "ruling"
  const before = current?.standing ? toAction(current.standing.verdict, current.scale) : undefined
  return (
    <div
      className="annotate adjudicate"
      style={{
        ["--text-size" as string]: `${preferences.fontSize}px`,
        ["--measure" as string]: preferences.measure === 0 ? "none" : `${preferences.measure}ch`,
      }}
      data-wrap-code={preferences.wrapCode}
    >
      <DeskBar
        project={project}
        waiting={state.waiting}
        keymap={keymap}
        onOpen={(panel) => dispatch({ type: "panel", panel })}
      />
      <main
        ref={main}
        tabIndex={-1}
        className="stage"
        aria-label={`Rulings in ${project.name}`}
        aria-busy={state.phase === "loading"}
      >
        {current && <CaseHeader one={current} />}
        <div className="layers">
          {state.cases.map((one, index) => (
            <CaseLayer
              key={one.key}
              one={one}
              texts={state.texts}
              active={index === 0}
              live={index === 0 && live}
              raw={state.raw}
              diff={index === 0 && state.diff}
              votes={index === 0 ? state.votes : null}
              preferences={preferences}
            />
          ))}
          {state.phase === "loading" && !current && (
            <p className="waiting-words">Looking for the next task…</p>
          )}
          {state.phase === "empty" && (
            <EmptyDesk slug={project.slug} filter={filter} aside={state.aside.length} fault={state.fault} />
          )}
        </div>
      </main>
      <footer className="foot">
        {current?.pair && (
          <>
            <SideTabs token={current.task.token} stage={main} />
            <VerdictStrip
              scale={current.scale}
              // A ruling says which is better, also where people were asked which is worse.
              asks="better"
              keymap={keymap}
              disabled={!live}
              storing={state.pending ? { kind: "answer", action: state.pending } : null}
              before={before ? { kind: "answer", action: before } : null}
              onAnswer={(action) => void rule(action)}
            />
          </>
        )}
        {current && (
          <ReasonLine
            ref={reasonField}
            keymap={keymap}
            value={state.reason}
            required={reasonRequired && current.pair !== null}
            pending={state.pending}
            onChange={(reason) => dispatch({ type: "reason", reason })}
            onEnter={() => {
              if (state.pending !== null) return void rule(state.pending)
              main.current?.focus()
            }}
            onEscape={() => {
              dispatch({ type: "pending", action: null })
              main.current?.focus()
            }}
          />
        )}
        <DeskTools desk={desk} keymap={keymap} onAction={act} />
        <DeskStatus state={state} current={current} keymap={keymap} onUndo={() => void undo()} />
      </footer>
      <DeskSheets desk={desk} keymap={keymap} guidelines={guidelines} />
    </div>
  )
}

/** What a ruling is called once it is made. */
function toRulingWords(action: AnswerAction, one: Case): string {
  const verdict = toVerdict(action, one.scale)
  if (!verdict) return ""
  if (verdict.side === "tie") return verdict.bothBad ? "both bad" : "the same"
  if (one.scale.points === 2) return `${verdict.side} is better`
  return `${verdict.side}, ${one.scale.levelNames[verdict.level - 1] ?? `strength ${verdict.level}`}`
}

const answers: ReadonlySet<string> = new Set([
  "left",
  "right",
  "tie",
  "bothBad",
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((digit) => `grade${digit}`),
])

function isAnswer(action: KeyAction): action is Extract<KeyAction, AnswerAction> {
  return answers.has(action)
}
