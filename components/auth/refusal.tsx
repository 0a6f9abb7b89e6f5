import { Notice } from "@/components/ui/notice"
import type { ActionResult } from "@/core/action-result"

/** What the server refused, unless it is said at a field already. */
export function Refusal({ result }: { result: ActionResult<unknown> | null }) {
  if (!result || result.ok || result.error.details.fields !== undefined) return null
  return (
    <Notice tone="bad" live>
      {result.error.message}
    </Notice>
  )
}
