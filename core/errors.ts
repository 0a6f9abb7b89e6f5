/**
 * Every way a request can be refused. The list is closed: a new way needs a line here, and with it
 * a status and a place in the interface. `message` is shown to people, so it says what is wrong and
 * the way on; `details` is for programs.
 */
export const errorStatus = {
  /** The input does not have the shape asked for; `details` names each field. */
  INVALID_INPUT: 400,
  /** No session, or one that ended. */
  NOT_SIGNED_IN: 401,
  /** A member without the permission. */
  FORBIDDEN: 403,
  /** Not there, or not for this person: the two are told apart by nobody. */
  NOT_FOUND: 404,
  /** Exists already, or changed meanwhile. */
  CONFLICT: 409,
  /** The lease, link or invitation is past its time or used up. */
  GONE: 410,
  TOO_LARGE: 413,
  /** A file or row that cannot be taken; `details` names file, line and field. */
  BAD_DATA: 422,
  TOO_MANY_REQUESTS: 429,
  /** Ours. The text never says more than that. */
  INTERNAL: 500,
  /** The database cannot be reached; try again. */
  UNAVAILABLE: 503,
} as const

export type ErrorCode = keyof typeof errorStatus

export type ErrorDetail = Readonly<Record<string, unknown>>

/** The one error class. Thrown anywhere, turned into an answer in server/http/ only. */
export class DiptychError extends Error {
  override readonly name = "DiptychError"
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetail = {},
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }

  get status(): number {
    return errorStatus[this.code]
  }
}
