"use client"

import { useEffect } from "react"
import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { RoleSelect } from "@/components/members/role-select"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { DialogClose } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"
import type { MemberRow } from "@/core/lists/member-list"
import type { ProjectRole } from "@/core/permissions"

export function ChangeMemberForm({
  row,
  slug,
  roles,
  change,
  onDone,
}: {
  row: MemberRow
  slug: string
  roles: readonly ProjectRole[]
  change: FormAction<null>
  onDone: () => void
}) {
  const { result, pending, formProps } = useFormAction(change)
  useEffect(() => {
    if (result?.ok) onDone()
  }, [result, onDone])
  return (
    <form {...formProps} className="grid gap-4">
      <HiddenFields values={{ slug, userId: row.userId }} />
      <Field label="Role" error={fieldError(result, "role")}>
        {(control) => <RoleSelect control={control} roles={roles} value={row.role} />}
      </Field>
      <Field label="Cohort" optional error={fieldError(result, "cohort")}>
        {(control) => (
          <Input {...control} name="cohort" maxLength={60} dir="auto" defaultValue={row.cohort ?? ""} />
        )}
      </Field>
      <Checkbox name="paused" defaultChecked={row.paused} label="Paused: gets no more tasks until resumed" />
      <Refusal result={result} />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={pending}>
          Save
        </Button>
      </div>
    </form>
  )
}
