"use client"

import { ChevronsUpDown, LogOut, UserRound, UsersRound } from "lucide-react"
import Link from "next/link"
import { useState } from "react"
import { countWaiting } from "@/components/device/on-this-device"
import { ThemeChoice } from "@/components/shell/theme-choice"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu"

export type AccountMenuProps = {
  name: string
  email: string
  /** Shown to owners of the instance. */
  canManageInstance: boolean
  signOut: () => void | Promise<void>
}

/** Who is signed in, how the page looks, and the way out. */
export function AccountMenu({ name, email, canManageInstance, signOut }: AccountMenuProps) {
  const shown = name || email
  const [waiting, setWaiting] = useState(0)
  const leave = async () => {
    const count = await countWaiting().catch(() => 0)
    if (count > 0) setWaiting(count)
    else await signOut()
  }
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={`Account of ${shown}`}
            className="inline-flex min-h-10 max-w-full min-w-16 items-center gap-2.5 rounded-control px-1.5 text-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
          >
            <span
              aria-hidden
              className="inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
            >
              {(Array.from(shown)[0] ?? "?").toLocaleUpperCase()}
            </span>
            <span className="hidden truncate sm:inline lg:inline" dir="auto">
              {shown}
            </span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
          </button>
        }
      >
        <div className="px-2.5 pt-1 pb-2 text-sm">
          <p className="truncate font-medium" dir="auto">
            {shown}
          </p>
          {name && <p className="truncate text-xs text-ink-3">{email}</p>}
        </div>
        <MenuItem asChild>
          <Link href="/account">
            <UserRound aria-hidden className="size-4 text-ink-3" /> Account
          </Link>
        </MenuItem>
        {canManageInstance && (
          <MenuItem asChild>
            <Link href="/instance">
              <UsersRound aria-hidden className="size-4 text-ink-3" /> People of this instance
            </Link>
          </MenuItem>
        )}
        <MenuSeparator />
        <ThemeChoice />
        <MenuSeparator />
        <MenuItem onSelect={() => void leave()}>
          <LogOut aria-hidden className="size-4 text-ink-3" /> Sign out
        </MenuItem>
      </Menu>
      <Dialog
        open={waiting > 0}
        onOpenChange={(open) => !open && setWaiting(0)}
        title="Sign out with answers waiting?"
        description={`${waiting} of the answers given on this device ${waiting === 1 ? "has" : "have"} not reached the server. They stay here and are sent when their account signs in on this device again.`}
      >
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" onClick={() => void signOut()}>
            Sign out anyway
          </Button>
          <DialogClose>
            <Button>Stay</Button>
          </DialogClose>
        </div>
      </Dialog>
    </>
  )
}
