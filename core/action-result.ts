import type { ErrorCode, ErrorDetail } from "@/core/errors"

/** What a server action answers: a value, or a refusal that the form shows. */
export type ActionResult<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: ActionError }

export type ActionError = {
  readonly code: ErrorCode
  readonly message: string
  /** For INVALID_INPUT `fields`: what is wrong with each field, by its name. */
  readonly details: ErrorDetail
}

/** The shape `useActionState` wants; components take actions of this type as props. */
export type FormAction<T> = (previous: ActionResult<T> | null, input: FormData) => Promise<ActionResult<T>>

/** The first message about one field, for the line under it. */
export function fieldError(result: ActionResult<unknown> | null, field: string): string | undefined {
  if (!result || result.ok) return undefined
  const fields = result.error.details.fields as Readonly<Record<string, readonly string[]>> | undefined
  return fields?.[field]?.[0]
}
