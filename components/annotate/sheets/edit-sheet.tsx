"use client"

import { useTranslations } from "next-intl"
import { useId, useState } from "react"
import { Sheet } from "@/components/annotate/screen/sheet"
import { Button } from "@/components/ui/button"
import { RadioCard } from "@/components/ui/radio-group"
import { Textarea } from "@/components/ui/textarea"
import type { Draft, DraftEdit } from "@/core/annotate/draft"

/** The better text, improved by hand. Kept as a draft with every letter. */
export function EditSheet({
  texts,
  draft,
  onChange,
  onClose,
}: {
  /** Left and right, as the models wrote them. */
  texts: readonly [string, string]
  draft: Draft
  onChange: (draft: Draft) => void
  onClose: () => void
}) {
  const t = useTranslations("annotate")
  const id = useId()
  const [side, setSide] = useState<DraftEdit["side"] | null>(draft.edit?.side ?? null)
  const original = side === null ? "" : texts[side === "left" ? 0 : 1]
  const text = draft.edit?.side === side ? (draft.edit?.text ?? "") : original
  const change = (next: string) => {
    if (side === null) return
    onChange({ ...draft, edit: next === original ? null : { side, text: next } })
  }
  return (
    <Sheet title={t("edit.title")} onClose={onClose}>
      <p className="mt-1 text-sm text-ink-2">{t("edit.lead")}</p>
      <div className="mt-4">
        <fieldset className="grid grid-cols-2 gap-2" dir="ltr">
          <legend className="mb-1.5 text-sm font-medium">{t("edit.side")}</legend>
          {(["left", "right"] as const).map((one) => (
            <RadioCard
              key={one}
              name={`${id}-side`}
              label={t(one)}
              checked={side === one}
              onChange={() => setSide(one)}
            />
          ))}
        </fieldset>
      </div>
      {side !== null && (
        <>
          <label htmlFor={id} className="mt-4 block text-sm font-medium">
            {t("edit.text")}
          </label>
          <Textarea
            id={id}
            className="mt-1 min-h-[45dvh]! text-base!"
            value={text}
            onChange={(event) => change(event.target.value)}
          />
        </>
      )}
      <div className="mt-4 flex gap-2">
        <Button variant="primary" onClick={onClose}>
          {t("edit.keep")}
        </Button>
        {draft.edit !== null && (
          <Button variant="quiet" onClick={() => onChange({ ...draft, edit: null })}>
            {t("edit.drop")}
          </Button>
        )}
      </div>
    </Sheet>
  )
}
