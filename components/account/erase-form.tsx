"use client"

import { useState } from "react"
import { Refusal } from "@/components/auth/refusal"
import { HiddenFields } from "@/components/members/hidden-fields"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { DialogClose } from "@/components/ui/dialog"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FormAction } from "@/core/action-result"
import { erasableTexts } from "@/core/people/erasure"

type Props = {
  email: string
  hidden: Readonly<Record<string, string>>
  erase: FormAction<null>
}

/** Erases a person for good, after their address was typed. */
export function EraseForm({ email, hidden, erase }: Props) {
  const { result, pending, formProps } = useFormAction(erase)
  const [typed, setTyped] = useState("")
  return (
    <form {...formProps} className="grid gap-5">
      <HiddenFields values={hidden} />
      <FieldSet
        legend="Also take out texts"
        hint="Exports that held such a text can then not be made again exactly as they were."
      >
        {Object.entries(erasableTexts).map(([name, what]) => (
          <Checkbox key={name} name="texts" value={name} defaultChecked={name === "notes"} label={what} />
        ))}
      </FieldSet>
      <Field label={`Type ${email} to confirm`}>
        {(control) => (
          <Input
            {...control}
            name="confirm"
            type="email"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Refusal result={result} />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>Keep it</Button>
        </DialogClose>
        <Button type="submit" variant="danger" busy={pending} disabled={typed.trim().toLowerCase() !== email}>
          Erase for good
        </Button>
      </div>
    </form>
  )
}
