import { randomUUID } from "node:crypto"
import type { ActionError } from "@/core/action-result"
import { DiptychError } from "@/core/errors"
import { toDatabaseError } from "@/server/data/database-error"
import { logError } from "@/server/log"

export type ErrorAnswer = { readonly status: number; readonly error: ActionError }

/**
 * The one place where an error becomes an answer. What nobody foresaw is logged under an id and
 * answered with that id only: its text may hold anything.
 */
export function toErrorAnswer(thrown: unknown): ErrorAnswer {
  const known = thrown instanceof DiptychError ? thrown : toDatabaseError(thrown)
  if (known && known.status < 500) return answer(known)
  const id = randomUUID()
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  logError({ id, stack: error.stack, cause: error.cause })
  if (known?.code === "UNAVAILABLE") return answer(known, { id })
  return answer(
    new DiptychError(
      "INTERNAL",
      `Something went wrong on our side. Try again; if it stays, give this number: ${id}`,
    ),
    { id },
  )
}

function answer(error: DiptychError, more: object = {}): ErrorAnswer {
  return {
    status: error.status,
    error: { code: error.code, message: error.message, details: { ...error.details, ...more } },
  }
}

/** The same as a response: `{"error":{"code":…,"message":…,"details":{…}}}`. */
export function toErrorResponse(thrown: unknown): Response {
  const { status, error } = toErrorAnswer(thrown)
  const headers = new Headers({ "cache-control": "no-store" })
  const seconds = error.details.retryAfterSeconds
  if (typeof seconds === "number") headers.set("retry-after", String(seconds))
  return Response.json({ error }, { status, headers })
}
