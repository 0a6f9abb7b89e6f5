"use client"

import { X } from "lucide-react"
import { useTranslations } from "next-intl"
import { useRef, useState } from "react"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import type { Mark } from "@/core/annotate/draft"

/** The marked words of one text: as what, which words, what was said; each can be taken back. */
export function TextMarks({
  raw,
  marks,
  onUnmark,
}: {
  raw: string
  marks: readonly NamedMark[]
  onUnmark: (mark: Mark) => void
}) {
  const t = useTranslations("annotate.marks")
  const ref = useRef<HTMLDivElement>(null)
  const [said, setSaid] = useState("")
  return (
    <div ref={ref} tabIndex={-1} className="text-marks">
      {marks.length > 0 && (
        <ul aria-label={t("list")}>
          {marks.map(({ mark, label }) => {
            const words = raw.slice(mark.span.start, mark.span.end)
            return (
              <li key={`${mark.type}:${mark.span.start}:${mark.span.end}`} dir="auto">
                <span>
                  <strong>{label}</strong> <q>{toShort(words)}</q>
                  {mark.comment !== undefined && <span className="text-mark-comment"> {mark.comment}</span>}
                </span>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t("remove", { flag: label, words: toShort(words) })}
                  onClick={() => {
                    onUnmark(mark)
                    setSaid(t("removed", { flag: label, words: toShort(words) }))
                    // The button goes with its mark; the focus stays here.
                    ref.current?.focus({ preventScroll: true })
                  }}
                >
                  <X aria-hidden className="size-4" />
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  )
}

/** Enough of the words to know them by. */
export function toShort(words: string): string {
  const line = words.replaceAll(/\s+/g, " ")
  const letters = Array.from(line)
  return letters.length <= 90 ? line : `${letters.slice(0, 60).join("")} … ${letters.slice(-20).join("")}`
}
