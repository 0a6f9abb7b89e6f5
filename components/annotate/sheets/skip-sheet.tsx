"use client"

import { useTranslations } from "next-intl"
import { useId, useState } from "react"
import { Sheet } from "@/components/annotate/screen/sheet"
import { Textarea } from "@/components/ui/textarea"
import type { SkipReason } from "@/core/annotate/skip-reasons"
import { skipReasons } from "@/core/annotate/skip-reasons"

/** S and the digit of a reason: two keys. */
export function SkipSheet({
  onSkip,
  onClose,
}: {
  onSkip: (reason: SkipReason, note: string, inputPath: string) => void
  onClose: () => void
}) {
  const t = useTranslations("annotate")
  const [note, setNote] = useState("")
  const id = useId()
  return (
    <Sheet
      title={t("skip.title")}
      onClose={onClose}
      onKeyDown={(event) => {
        const typing = event.target instanceof HTMLTextAreaElement
        if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
        const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
        const found = digit === undefined ? undefined : skipReasons[Number(digit) - 1]
        if (!found) return
        event.preventDefault()
        onSkip(found.reason, note, `key:S:${digit}`)
      }}
    >
      <p className="mt-1 text-sm text-ink-2">{t("skip.lead")}</p>
      <ul className="mt-4 grid gap-1.5">
        {skipReasons.map(({ reason }, index) => (
          <li key={reason}>
            <button
              type="button"
              className="reason"
              data-autofocus={index === 0 ? "" : undefined}
              onClick={(event) => onSkip(reason, note, event.detail === 0 ? "button" : "pointer")}
            >
              <kbd aria-hidden className="key-cap">
                {index + 1}
              </kbd>
              {t(`skip.reason.${reason}`)}
            </button>
          </li>
        ))}
      </ul>
      <label htmlFor={id} className="mt-4 block text-sm text-ink-2">
        {t("skip.note")}
      </label>
      <Textarea
        id={id}
        className="mt-1 min-h-16!"
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Sheet>
  )
}
