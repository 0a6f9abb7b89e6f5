"use client"

import { Menu as MenuIcon, X } from "lucide-react"
import { Dialog } from "radix-ui"
import { type ReactNode, useState } from "react"
import type { ProjectLinks } from "@/components/shell/project-links"
import { ProjectNav } from "@/components/shell/project-nav"
import { buttonStyle } from "@/components/ui/button-style"

/** The navigation of a narrow window: a sheet from the side, behind one button. */
export function NavSheet({
  groups,
  title,
  children,
}: {
  groups: readonly ProjectLinks[]
  title: string
  children?: ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label="Pages of this project" className={buttonStyle("quiet", "icon")}>
        <MenuIcon aria-hidden className="size-5" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <div data-veil className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 start-0 z-50 grid w-72 max-w-[85vw] content-start gap-4 overflow-y-auto border-e border-line bg-paper p-4 text-ink shadow-float"
        >
          <div className="flex items-start justify-between gap-2">
            <Dialog.Title dir="auto" className="min-w-0 px-3 py-1.5 text-base wrap-anywhere">
              {title}
            </Dialog.Title>
            <Dialog.Close aria-label="Close" className={buttonStyle("quiet", "icon")}>
              <X aria-hidden className="size-5" />
            </Dialog.Close>
          </div>
          <ProjectNav groups={groups} onNavigate={() => setOpen(false)} />
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
