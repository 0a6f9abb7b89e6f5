"use client"

import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"

/** Holds one prompt back, or releases it: at once, since it can be taken back at once. */
export function HoldOne({
  slug,
  id,
  held,
  change,
}: {
  slug: string
  id: string
  held: boolean
  change: FormAction<{ changed: number; tasks: number }>
}) {
  const { result, pending, formProps } = useFormAction(change)
  return (
    <form {...formProps}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <Button
        type="submit"
        size="sm"
        name="step"
        value={held ? "release" : "hold"}
        busy={pending}
        className="whitespace-nowrap"
      >
        {held ? "Release" : "Hold back"}
      </Button>
      {result && !result.ok && <FormResult result={result} />}
    </form>
  )
}
