"use client"

import { Ellipsis } from "lucide-react"
import { useState } from "react"
import { EraseForm } from "@/components/account/erase-form"
import { ConfirmForm } from "@/components/members/confirm-form"
import { SignInLinkForm } from "@/components/members/sign-in-link-form"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu"
import type { FormAction } from "@/core/action-result"
import type { UserRow } from "@/core/lists/user-list"

export type UserMenuActions = {
  makeLink: FormAction<{ readonly url: string; readonly expiresAt: Date }>
  changeRole: FormAction<null>
  setClosed: FormAction<null>
  erase: FormAction<null>
}

type Open = "link" | "role" | "closed" | "erase"

/** What the owner of the instance can do with one account. */
export function UserMenu({
  row,
  makeLink,
  changeRole,
  setClosed,
  erase,
}: UserMenuActions & { row: UserRow }) {
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const dialog = (which: Open) => ({
    open: open === which,
    onOpenChange: (shown: boolean) => setOpen(shown ? which : null),
  })
  const who = row.name || row.email
  const owner = row.role === "OWNER"
  const roleQuestion = owner ? `Make ${who} a member?` : `Make ${who} an owner?`
  const closedQuestion = row.disabled ? `Open the account of ${who} again?` : `Close the account of ${who}?`
  return (
    <>
      <Menu
        trigger={
          <Button variant="quiet" size="icon" aria-label={`Actions for ${who}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        {!row.disabled && <MenuItem onSelect={() => setOpen("link")}>Make a sign-in link…</MenuItem>}
        <MenuItem onSelect={() => setOpen("role")}>{owner ? "Make a member…" : "Make an owner…"}</MenuItem>
        <MenuSeparator />
        <MenuItem danger={!row.disabled} onSelect={() => setOpen("closed")}>
          {row.disabled ? "Open the account again…" : "Close the account…"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem asChild>
          <a href={`/api/people/${row.id}/export`} download={`person-${row.id}.json`}>
            Download their data
          </a>
        </MenuItem>
        <MenuItem danger onSelect={() => setOpen("erase")}>
          Erase…
        </MenuItem>
      </Menu>
      <Dialog
        title={`Sign-in link for ${who}`}
        description="Whoever opens it is signed in as this person, once, within a day."
        {...dialog("link")}
      >
        <SignInLinkForm userId={row.id} makeLink={makeLink} />
      </Dialog>
      <Dialog
        title={roleQuestion}
        description={
          owner
            ? "A member sees only the projects they are in."
            : "An owner has every permission in every project, and manages everybody's account."
        }
        {...dialog("role")}
      >
        <ConfirmForm
          hidden={{ userId: row.id, role: owner ? "MEMBER" : "OWNER" }}
          send={changeRole}
          label={owner ? "Make a member" : "Make an owner"}
          onDone={close}
        />
      </Dialog>
      <Dialog
        title={closedQuestion}
        description={
          row.disabled
            ? "The person can sign in again."
            : "All sessions end at once and nobody signs in as this person. What they answered stays and counts."
        }
        {...dialog("closed")}
      >
        <ConfirmForm
          hidden={{ userId: row.id, closed: row.disabled ? "no" : "yes" }}
          send={setClosed}
          label={row.disabled ? "Open again" : "Close the account"}
          danger={!row.disabled}
          onDone={close}
        />
      </Dialog>
      <Dialog
        title={`Erase ${who}?`}
        description="Address, name and every way to sign in go for good. What they answered stays, under a pseudonym."
        {...dialog("erase")}
      >
        <EraseForm email={row.email} hidden={{ userId: row.id }} erase={erase} />
      </Dialog>
    </>
  )
}
