"use client"

import { X } from "lucide-react"
import { useTranslations } from "next-intl"
import type { KeyboardEvent, ReactNode } from "react"
import { useId, useLayoutEffect, useRef } from "react"
import { cx } from "@/components/ui/cx"

/**
 * A window over the page, on the browser's own dialog: it holds the focus, Escape closes it, and the
 * focus goes back to where it was. No library, because this page's script is weighed.
 */
export function Sheet({
  title,
  onClose,
  side = false,
  fixed = false,
  onKeyDown,
  children,
}: {
  title: string
  onClose: () => void
  /** At the edge of the page and as high as it, for reading beside the texts. */
  side?: boolean
  /** Cannot be closed, only gone through: no cross, and `onClose` does nothing. */
  fixed?: boolean
  onKeyDown?: (event: KeyboardEvent) => void
  children: ReactNode
}) {
  const t = useTranslations("annotate")
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  // Layout, because the cleanup has to run while the dialog is still in the document.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>("[data-autofocus]")?.focus()
    // Closing before it leaves the document is what gives the focus back.
    return () => dialog?.close()
  }, [])
  return (
    // The key and click handlers only add to what the dialog does by itself.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      aria-labelledby={id}
      className={cx("sheet", side && "sheet-side")}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // A browser closes a window at the second Escape, whatever the page says to the first.
      onClose={() => fixed && ref.current?.showModal()}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.target === ref.current) onClose()
      }}
    >
      <div className="sheet-body">
        <header className="flex items-start justify-between gap-4">
          <h2 id={id} className="text-xl">
            {title}
          </h2>
          {!fixed && (
            <button
              type="button"
              className="icon-button -me-2 -mt-1"
              aria-label={t("close")}
              onClick={onClose}
            >
              <X aria-hidden className="size-4" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  )
}
