"use client"

import { useTranslations } from "next-intl"
import { useEffect, useId, useRef, useState } from "react"
import { mayTakeFocus } from "@/components/annotate/screen/may-take-focus"
import { Button } from "@/components/ui/button"
import { Textarea } from "@/components/ui/textarea"

/**
 * In place of the prompt, where the protocol wants the texts understood without it: what the person
 * takes from them is written down before the prompt is shown, and is not changed afterwards.
 */
export function FirstNote({ active, onDone }: { active: boolean; onDone: (note: string) => void }) {
  const t = useTranslations("annotate")
  const id = useId()
  const ref = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState("")
  useEffect(() => {
    if (active && mayTakeFocus()) ref.current?.focus({ preventScroll: true })
  }, [active])
  const done = () => {
    if (text.trim() !== "") onDone(text.trim())
  }
  return (
    <form
      className="first-note"
      onSubmit={(event) => {
        event.preventDefault()
        done()
      }}
    >
      <label htmlFor={id} className="text-sm font-medium">
        {t("firstNote.label")}
      </label>
      <Textarea
        ref={ref}
        id={id}
        data-testid={active ? "first-note" : undefined}
        className="min-h-16!"
        maxLength={20_000}
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          done()
        }}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p id={`${id}-hint`} className="text-xs text-ink-3">
          {t("firstNote.hint")}
        </p>
        <Button type="submit" size="sm" disabled={text.trim() === ""}>
          {t("firstNote.show")}
        </Button>
      </div>
    </form>
  )
}
