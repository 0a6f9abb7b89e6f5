import type { Desk } from "@/components/adjudicate/use-desk"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import type { KeyAction, Keymap } from "@/core/annotate/keymap"
import { toKeyShortcuts } from "@/core/annotate/keymap"

type Tool = {
  readonly label: string
  readonly action?: KeyAction
  readonly press?: () => void
  readonly on?: boolean
}

/** What can be done beside the answer, each with its key where it has one. */
export function DeskTools({
  desk,
  keymap,
  onAction,
}: {
  desk: Desk
  keymap: Keymap
  onAction: (action: KeyAction) => void
}) {
  const { state, dispatch, review } = desk
  const current = state.cases[0]
  const tools: readonly Tool[] = current
    ? [
        ...(current.pair
          ? ([
              { action: "reveal", label: "Votes and reasons" },
              { action: "diff", label: "Compare words", on: state.diff },
              { action: "raw", label: "Raw", on: state.raw },
            ] as const)
          : []),
        { action: "skip", label: "Set aside" },
        ...(current.pair && !current.gold
          ? [
              {
                label: "Control task with this reason",
                on: state.gold,
                press: () => dispatch({ type: "gold" }),
              },
            ]
          : []),
        ...(current.review ? [{ label: "Back to the queue", press: () => void review("queue") }] : []),
        ...(current.review ? [{ label: "Out of the queue", press: () => void review("retire") }] : []),
      ]
    : []
  const all: readonly Tool[] =
    state.history.length > 0 ? [...tools, { action: "undo", label: "Undo" }] : tools
  return (
    <div role="group" aria-label="Tools" className="tools">
      {all.map(({ label, action, press, on }) => (
        <button
          key={label}
          type="button"
          className="tool"
          aria-keyshortcuts={action && toKeyShortcuts(keymap[action])}
          aria-pressed={on}
          data-marked={on === true}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => (action ? onAction(action) : press?.())}
        >
          {action && <KeyCap strokes={keymap[action]} />}
          <span>{label}</span>
        </button>
      ))}
    </div>
  )
}
