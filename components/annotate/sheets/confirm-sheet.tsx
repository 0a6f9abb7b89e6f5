"use client"

import { useTranslations } from "next-intl"
import { useEffect, useId } from "react"
import { Sheet } from "@/components/annotate/screen/sheet"
import { TextChanges } from "@/components/guidelines/text-changes"
import { Button } from "@/components/ui/button"
import type { WireGuidelines } from "@/core/annotate/wire"

/**
 * Between the person and the next task where new guidelines ask for it: first what changed, then the
 * whole. Escape does not close it, since there is nothing behind it to go to; Enter confirms.
 */
export function ConfirmSheet({
  guidelines,
  onConfirm,
}: {
  guidelines: WireGuidelines
  onConfirm: () => void
}) {
  const t = useTranslations("annotate")
  const id = useId()
  const changed = guidelines.changes.length > 0
  // The button has the focus; Enter confirms also from where a reader has scrolled to.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const control = event.target instanceof Element && event.target.closest("a, button, summary")
      if (event.key !== "Enter" || event.repeat || event.isComposing || control) return
      event.preventDefault()
      onConfirm()
    }
    document.addEventListener("keydown", onKey)
    return () => document.removeEventListener("keydown", onKey)
  }, [onConfirm])
  return (
    <Sheet title={t(changed ? "guidelines.confirmTitle" : "guidelines.confirmFirst")} onClose={stay} fixed>
      <p className="mt-2 text-sm text-ink-2">{t("guidelines.confirmLead")}</p>
      {changed && (
        <section className="guideline-changes" aria-labelledby={`${id}-changes`}>
          <h3 id={`${id}-changes`} className="text-sm">
            {t("guidelines.whatChanged", { version: guidelines.changesSince ?? 0 })}
          </h3>
          <TextChanges
            changes={guidelines.changes}
            words={{
              added: t("guidelines.added"),
              removed: t("guidelines.removed"),
              gap: t("guidelines.gap"),
            }}
          />
        </section>
      )}
      <section aria-labelledby={`${id}-whole`} className="mt-5">
        <h3 id={`${id}-whole`} className="text-sm text-ink-3">
          {t("guidelines.whole", { version: guidelines.version })}
        </h3>
        {/* The server has rendered and sanitised it, as it does with model text; see rendered-text.tsx. */}
        {/* oxlint-disable-next-line react/no-danger */}
        <div className="rendered mt-3" dir="auto" dangerouslySetInnerHTML={{ __html: guidelines.html }} />
      </section>
      <div className="confirm-foot">
        <Button variant="primary" data-autofocus="" onClick={onConfirm}>
          {t("guidelines.confirm")}
        </Button>
        <span className="text-sm text-ink-3">{t("guidelines.confirmKey")}</span>
      </div>
    </Sheet>
  )
}

const stay = () => undefined
