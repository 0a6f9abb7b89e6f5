"use client"

import { X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { buttonStyle } from "@/components/ui/button-style"
import { cx } from "@/components/ui/cx"

/**
 * A question or form over the page. Focus stays inside, Escape closes, focus goes back to what opened
 * it. Either give a `trigger`, or steer it with `open` and `onOpenChange`.
 */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  wide = false,
  children,
}: {
  title: ReactNode
  description?: ReactNode
  trigger?: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  wide?: boolean
  children: ReactNode
}) {
  const steer = { ...(open !== undefined && { open }), ...(onOpenChange && { onOpenChange }) }
  return (
    <Radix.Root {...steer}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        {/* Not Radix.Overlay: it writes a style element, which our content security policy refuses.
            A press on the veil still closes; globals.css keeps the page behind it from scrolling. */}
        <div data-veil className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          {...(!description && { "aria-describedby": undefined })}
          className={cx(
            "fixed start-1/2 top-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rtl:translate-x-1/2",
            "animate-appear rounded-panel border border-line bg-surface p-6 text-ink shadow-float",
            wide ? "max-w-3xl" : "max-w-lg",
          )}
        >
          <Radix.Title className="pe-10 text-xl">{title}</Radix.Title>
          {description && (
            <Radix.Description className="mt-1 text-sm text-ink-2">{description}</Radix.Description>
          )}
          <div className="mt-5">{children}</div>
          <Radix.Close
            aria-label="Close"
            className={cx(buttonStyle("quiet", "icon"), "absolute end-4 top-4")}
          >
            <X aria-hidden className="size-4" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Closes the dialog it stands in; wrap a Button. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>
}
