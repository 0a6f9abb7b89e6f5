import { DiptychError } from "@/core/errors"

/**
 * Turns what PostgreSQL or Prisma refused into one of our errors, by code and never by message.
 * Undefined = not a refusal we know; it stays an internal error.
 */
export function toDatabaseError(error: unknown): DiptychError | undefined {
  const code = codeOf(error)
  const known = code === undefined ? undefined : meanings[code]
  return known && new DiptychError(known[0], known[1], {}, { cause: error })
}

const exists = ["CONFLICT", "That exists already. Reload the page to see it."] as const
const inUse = ["CONFLICT", "Something else still refers to that, or it is gone meanwhile."] as const
const against = ["INVALID_INPUT", "That would break a rule of the data, so nothing was stored."] as const
const busy = ["UNAVAILABLE", "Someone changed the same thing at the same moment. Try again."] as const
const slow = ["UNAVAILABLE", "That took too long, so nothing was stored. Try again in a moment."] as const
const away = ["UNAVAILABLE", "The database cannot be reached just now. Try again in a moment."] as const
const gone = ["NOT_FOUND", "That is not there any more."] as const

const meanings: Readonly<
  Record<string, readonly ["CONFLICT" | "INVALID_INPUT" | "UNAVAILABLE" | "NOT_FOUND", string]>
> = {
  // PostgreSQL, https://www.postgresql.org/docs/current/errcodes-appendix.html
  "23505": exists,
  "23503": inUse,
  "23001": against,
  "23514": against,
  "40001": busy,
  "40P01": busy,
  "55P03": busy,
  "57P01": away,
  "57P03": away,
  "53300": away,
  "08006": away,
  "08001": away,
  // Prisma
  P2002: exists,
  P2003: inUse,
  P2004: against,
  P2025: gone,
  P2034: busy,
  // A transaction that took longer than it may: on a machine under load the next try goes through.
  P2028: slow,
  P2024: away,
  P1001: away,
  P1002: away,
  P1017: away,
  // Node
  ECONNREFUSED: away,
  ECONNRESET: away,
}

/** Prisma wraps what its raw queries were refused with (P2010) and keeps the code further in. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined
  const { code, meta, cause } = error as { code?: unknown; meta?: unknown; cause?: unknown }
  const inner = meta as { driverAdapterError?: { cause?: { originalCode?: unknown } } } | undefined
  const original = inner?.driverAdapterError?.cause?.originalCode
  if (typeof original === "string" && original in meanings) return original
  if (typeof code === "string") return code
  return codeOf(cause)
}
