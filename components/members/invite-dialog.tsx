"use client"

import { UserPlus } from "lucide-react"
import { useState } from "react"
import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { RoleSelect } from "@/components/members/role-select"
import { useFormAction } from "@/components/projects/use-form-action"
import { When } from "@/components/projects/when"
import { Button } from "@/components/ui/button"
import { CopyField } from "@/components/ui/copy-field"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"
import type { InstanceRole, ProjectRole } from "@/core/permissions"

type Link = { readonly url: string; readonly expiresAt: Date }

type Props = {
  hidden: Readonly<Record<string, string>>
  /** Those the inviter may give, the strongest first. */
  roles: readonly (ProjectRole | InstanceRole)[]
  invite: FormAction<Link>
  /** Groups of annotators exist in projects only. */
  withCohort?: boolean
}

/** Makes a link that lets one person in, and shows it this one time. */
export function InviteDialog(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title="Invite a person"
      description="You get a link to send. It lets one person in and then stops working."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden className="size-4" /> Invite
        </Button>
      }
    >
      <InviteForm {...props} />
    </Dialog>
  )
}

function InviteForm({ hidden, roles, invite, withCohort = true }: Props) {
  const { result, pending, formProps } = useFormAction(invite)
  if (result?.ok) return <Made link={result.data} />
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={hidden} />
      <Field
        label="E-mail address"
        optional
        hint="With an address, only that person can use the link. Nothing is sent; you send it."
        error={fieldError(result, "email")}
      >
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label="Role" error={fieldError(result, "role")}>
        {(control) => <RoleSelect control={control} roles={roles} value={roles.at(-1) ?? "ANNOTATOR"} />}
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {withCohort && (
          <Field
            label="Cohort"
            optional
            hint="A group, for instance held-out."
            error={fieldError(result, "cohort")}
          >
            {(control) => <Input {...control} name="cohort" maxLength={60} dir="auto" />}
          </Field>
        )}
        <Field label="Good for" error={fieldError(result, "days")}>
          {(control) => (
            <Select {...control} name="days" defaultValue="7">
              <option value="1">1 day</option>
              <option value="7">7 days</option>
              <option value="30">30 days</option>
              <option value="90">90 days</option>
            </Select>
          )}
        </Field>
      </div>
      <Refusal result={result} />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={pending}>
          Make the link
        </Button>
      </div>
    </form>
  )
}

function Made({ link }: { link: Link }) {
  return (
    <div className="grid gap-4" role="status">
      <CopyField label="Invitation link" value={link.url} />
      <p className="text-sm text-ink-2">
        Copy it now: it is shown only here. It works until <When at={link.expiresAt} /> UTC, and below you can
        withdraw it.
      </p>
      <div className="flex justify-end">
        <DialogClose>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </div>
    </div>
  )
}
