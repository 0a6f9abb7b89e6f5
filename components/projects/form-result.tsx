import { Notice } from "@/components/ui/notice"
import type { ActionResult } from "@/core/action-result"

/** What the server said to a form: refused and why, or done. */
export function FormResult<T>({
  result,
  done,
}: {
  result: ActionResult<T> | null
  /** The sentence for a success. */
  done?: (data: T) => React.ReactNode
}) {
  if (!result) return null
  if (!result.ok) {
    return (
      <Notice tone="bad" live>
        {result.error.message}
      </Notice>
    )
  }
  return done ? (
    <Notice tone="good" live>
      {done(result.data)}
    </Notice>
  ) : null
}
