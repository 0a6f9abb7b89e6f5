"use client"

import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { useEffect, useState } from "react"
import { RenderedText } from "@/components/annotate/screen/rendered-text"

/** The field, or what it says as everybody will read it: rendered by the server, like every other text. */
export function PreviewTabs({
  label,
  controls,
  text,
  onPreview,
  children,
}: {
  label: string
  /** Id of the field. */
  controls: string
  text: string
  onPreview: (text: string) => Promise<string | null>
  children: ReactNode
}) {
  const t = useTranslations("annotate")
  const [shown, setShown] = useState(false)
  const [html, setHtml] = useState<string | null | undefined>(undefined)
  useEffect(() => {
    if (!shown) return
    let stale = false
    setHtml(undefined)
    void onPreview(text).then((answer) => !stale && setHtml(answer))
    return () => {
      stale = true
    }
  }, [shown, text, onPreview])
  return (
    <section className="grid gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <label htmlFor={controls} className="text-sm font-medium">
          {label}
        </label>
        <button
          type="button"
          className="tool"
          data-marked={shown}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {t("writing.preview")}
        </button>
      </div>
      {/* Stays in the page, so that a label always has its field and what was typed its place. */}
      <div hidden={shown}>{children}</div>
      {shown && (
        <div className="desk-preview" role="status" data-testid="preview">
          {html === undefined && <p className="text-sm text-ink-3">{t("writing.previewWaits")}</p>}
          {html === null && <p className="text-sm text-ink-3">{t("writing.previewOffline")}</p>}
          {html && <RenderedText text={{ html, raw: text, plain: null }} view={{ mode: "html" }} />}
          {html === "" && <p className="text-sm text-ink-3">{t("writing.previewEmpty")}</p>}
        </div>
      )}
    </section>
  )
}
