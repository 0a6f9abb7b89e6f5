"use client"

import { Ellipsis } from "lucide-react"
import Link from "next/link"
import { useState } from "react"
import { ChangeMemberForm } from "@/components/members/change-member-form"
import { ConfirmForm } from "@/components/members/confirm-form"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu"
import type { FormAction } from "@/core/action-result"
import type { MemberRow } from "@/core/lists/member-list"
import type { ProjectRole } from "@/core/permissions"

type Props = {
  row: MemberRow
  slug: string
  roles: readonly ProjectRole[]
  change: FormAction<null>
  remove: FormAction<null>
  answersHref: string
}

/** What can be done with one person. */
export function MemberMenu({ row, slug, roles, change, remove, answersHref }: Props) {
  const [open, setOpen] = useState<"change" | "remove" | null>(null)
  const close = () => setOpen(null)
  const who = row.name || row.email
  const mayChange = roles.includes(row.role)
  return (
    <>
      <Menu
        trigger={
          <Button variant="quiet" size="icon" aria-label={`Actions for ${who}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        <MenuItem asChild>
          <Link href={answersHref}>Answers and progress</Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href={`/projects/${slug}/reliability/${row.userId}`}>Reliability</Link>
        </MenuItem>
        {mayChange && (
          <>
            <MenuItem onSelect={() => setOpen("change")}>Change role or cohort…</MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setOpen("remove")}>
              Remove from the project…
            </MenuItem>
          </>
        )}
      </Menu>
      <Dialog title={who} open={open === "change"} onOpenChange={(shown) => setOpen(shown ? "change" : null)}>
        <ChangeMemberForm row={row} slug={slug} roles={roles} change={change} onDone={close} />
      </Dialog>
      <Dialog
        title={`Remove ${who}?`}
        description="Access ends at once, also in windows that are open. What this person answered stays and counts."
        open={open === "remove"}
        onOpenChange={(shown) => setOpen(shown ? "remove" : null)}
      >
        <ConfirmForm
          hidden={{ slug, userId: row.userId }}
          send={remove}
          label="Remove"
          danger
          onDone={close}
        />
      </Dialog>
    </>
  )
}
