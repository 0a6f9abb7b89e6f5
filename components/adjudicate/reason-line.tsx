import type { Ref } from "react"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import type { Keymap } from "@/core/annotate/keymap"
import type { AnswerAction } from "@/core/annotate/strip"

/** One line beside the answer. Enter rules where an answer waits for its reason, else goes back to the texts. */
export function ReasonLine({
  ref,
  keymap,
  value,
  required,
  pending,
  onChange,
  onEnter,
  onEscape,
}: {
  ref: Ref<HTMLInputElement>
  keymap: Keymap
  value: string
  required: boolean
  pending: AnswerAction | null
  onChange: (value: string) => void
  onEnter: () => void
  onEscape: () => void
}) {
  return (
    <div className="reason-line" data-pending={pending !== null}>
      <label htmlFor="ruling-reason">
        <KeyCap strokes={keymap.note} />
        Reason{required ? "" : <span className="text-ink-3"> (optional)</span>}
      </label>
      <input
        ref={ref}
        id="ruling-reason"
        type="text"
        dir="auto"
        autoComplete="off"
        maxLength={4000}
        aria-required={required}
        aria-describedby="ruling-reason-hint"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === "Enter") {
            event.preventDefault()
            onEnter()
          }
          if (event.key === "Escape") {
            event.preventDefault()
            onEscape()
          }
        }}
      />
      <span id="ruling-reason-hint" className="reason-hint">
        {pending ? "Enter rules, Escape goes back" : "Enter goes back to the texts"}
      </span>
    </div>
  )
}
