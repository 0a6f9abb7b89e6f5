import { createHash } from "node:crypto"
import { DiptychError } from "@/core/errors"
import { db, pool } from "@/server/data/db"

export type Limit = { readonly max: number; readonly seconds: number }

/**
 * Counts one try and refuses it past the limit. Windows are fixed (floor(now / seconds)) and live
 * in the database, so that several app processes share them and a restart forgives nothing.
 * `key` says what and for whom (`sign-in:address:10.0.0.1`); only its hash is stored.
 */
export async function requireWithinLimit(key: string, limit: Limit, now = new Date()): Promise<void> {
  const lengthMs = limit.seconds * 1000
  const windowStart = new Date(Math.floor(now.getTime() / lengthMs) * lengthMs)
  const { rows } = await pool().query<{ count: number }>(
    `INSERT INTO "RateLimit" ("key", "windowStart", "count") VALUES ($1, $2, 1)
     ON CONFLICT ("key", "windowStart") DO UPDATE SET "count" = "RateLimit"."count" + 1
     RETURNING "count"`,
    [storedKey(key), windowStart],
  )
  const count = rows[0]?.count ?? 0
  if (count === 1) await deleteOldWindows(now)
  if (count <= limit.max) return
  const retryAfterSeconds = Math.ceil((windowStart.getTime() + lengthMs - now.getTime()) / 1000)
  throw new DiptychError(
    "TOO_MANY_REQUESTS",
    `Too many tries. Wait ${inWords(retryAfterSeconds)} and try again.`,
    { retryAfterSeconds },
  )
}

/** After a success: what was counted for this key is forgotten. */
export async function forgetLimit(key: string): Promise<void> {
  await db().rateLimit.deleteMany({ where: { key: storedKey(key) } })
}

async function deleteOldWindows(now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 60 * 60 * 1000)
  await db().rateLimit.deleteMany({ where: { windowStart: { lt: dayAgo } } })
}

/** The first word stays readable, for whoever looks at the table; the rest names people. */
function storedKey(key: string): string {
  return `${key.split(":", 1)[0]}:${createHash("sha256").update(key).digest("hex")}`
}

function inWords(seconds: number): string {
  if (seconds < 60) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`
  const minutes = Math.ceil(seconds / 60)
  return `${minutes} ${minutes === 1 ? "minute" : "minutes"}`
}
