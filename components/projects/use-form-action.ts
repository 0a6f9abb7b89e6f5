"use client"

import { startTransition, type SubmitEvent, useActionState } from "react"
import type { FormAction } from "@/core/action-result"

/**
 * Sends a form to a server action and keeps what was typed: a form that React sends itself is emptied
 * afterwards, also when the server refused it. Without JavaScript the browser sends it the plain way.
 */
export function useFormAction<T>(action: FormAction<T>) {
  const [result, send, pending] = useActionState(action, null)
  const formProps = {
    action: send,
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => {
      event.preventDefault()
      const form = new FormData(event.currentTarget, event.nativeEvent.submitter)
      startTransition(() => send(form))
    },
  }
  return { result, pending, formProps }
}
