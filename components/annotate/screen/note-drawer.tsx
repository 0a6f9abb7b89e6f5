"use client"

import { useTranslations } from "next-intl"
import { useEffect, useId, useRef } from "react"
import { Textarea } from "@/components/ui/textarea"
import type { WireProtocol } from "@/core/annotate/wire"

/** A few lines beside the answer, over the foot of the texts so that nothing moves. Escape goes back. */
export function NoteDrawer({
  rationale,
  value,
  onChange,
  onClose,
}: {
  rationale: WireProtocol["rationale"]
  value: string
  onChange: (value: string) => void
  onClose: () => void
}) {
  const t = useTranslations("annotate")
  const id = useId()
  const ref = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const before = document.activeElement
    ref.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  const label =
    rationale.mode === "required"
      ? t("note.required", { count: Math.max(1, rationale.minLength) })
      : t(rationale.mode === "optional" ? "note.reason" : "note.note")
  return (
    <section className="note-drawer" aria-labelledby={`${id}-label`}>
      <label id={`${id}-label`} htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <Textarea
        ref={ref}
        id={id}
        aria-describedby={`${id}-hint`}
        className="mt-1.5 min-h-20!"
        maxLength={20_000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return
          event.preventDefault()
          onClose()
        }}
      />
      <p id={`${id}-hint`} className="mt-1 text-xs text-ink-3">
        {t("note.hint")}
      </p>
    </section>
  )
}
