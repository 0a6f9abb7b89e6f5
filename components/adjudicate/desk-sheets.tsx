"use client"

import type { Desk } from "@/components/adjudicate/use-desk"
import { closeOn } from "@/components/adjudicate/close-on"
import { VotesSheet } from "@/components/adjudicate/votes-sheet"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import { Sheet } from "@/components/annotate/screen/sheet"
import type { KeyAction, Keymap } from "@/core/annotate/keymap"

type Guidelines = { readonly version: number; readonly html: string } | null

/** The one window that is open, if any. */
export function DeskSheets({
  desk,
  keymap,
  guidelines,
}: {
  desk: Desk
  keymap: Keymap
  guidelines: Guidelines
}) {
  const { state, dispatch } = desk
  const close = () => dispatch({ type: "panel", panel: null })
  const current = state.cases[0]
  if (state.panel === "votes" && current) {
    return <VotesSheet one={current} texts={state.texts} votes={state.votes} onClose={close} />
  }
  if (state.panel === "guidelines") {
    return (
      <Sheet side title="Guidelines" onClose={close} onKeyDown={(event) => closeOn("g", event, close)}>
        {guidelines === null ? (
          <p className="mt-4 text-ink-2">This project has no guidelines yet.</p>
        ) : (
          <>
            <p className="mt-1 text-sm text-ink-3">Version {guidelines.version}</p>
            {/* The server has rendered and sanitised it, as it does with model text. */}
            {/* oxlint-disable-next-line react/no-danger */}
            <div className="rendered mt-5" dir="auto" dangerouslySetInnerHTML={{ __html: guidelines.html }} />
          </>
        )}
      </Sheet>
    )
  }
  if (state.panel === "help") {
    return (
      <Sheet title="Keys" onClose={close}>
        <p className="mt-1 text-sm text-ink-2">
          One key rules, with the keys of the annotate page. A ruling outranks the votes in exports and
          deletes none; a new one replaces it.
        </p>
        <dl className="help-groups">
          {keys.map(([action, words]) => (
            <div key={action} className="help-row">
              <dt>
                <KeyCap strokes={keymap[action]} />
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </Sheet>
    )
  }
  return null
}

const keys: readonly (readonly [KeyAction, string])[] = [
  ["left", "The left text is better"],
  ["right", "The right text is better"],
  ["tie", "They are the same"],
  ["bothBad", "Both are bad"],
  ["note", "Write the reason; Enter is done"],
  ["reveal", "The votes and their reasons"],
  ["skip", "Set aside for now"],
  ["undo", "Take the last ruling back"],
  ["diff", "Compare the words"],
  ["raw", "The text as the model wrote it"],
  ["scrollBoth", "Scroll both texts"],
  ["guidelines", "Guidelines"],
]
