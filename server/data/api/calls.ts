import { DiptychError } from "@/core/errors"
import { pool } from "@/server/data/db"

export type StoredAnswer = { readonly status: number; readonly body: string }

/** A call that did not end by then was killed; the same call may run again. */
const GIVEN_UP_SECONDS = 300

/**
 * Reserves an idempotency key for one call. Returns the answer where the very same call was answered
 * before. INVALID_INPUT where the key belongs to another call, CONFLICT while the first one runs.
 */
export async function beginCall(keyId: string, key: string, request: string): Promise<StoredAnswer | null> {
  const { rows } = await pool().query<{ mine: boolean }>(
    `INSERT INTO "ApiCall" ("keyId", "key", "request") VALUES ($1, $2, $3)
     ON CONFLICT ("keyId", "key") DO UPDATE SET "createdAt" = now()
       WHERE "ApiCall"."request" = excluded."request" AND "ApiCall"."status" IS NULL
         AND "ApiCall"."createdAt" < now() - make_interval(secs => $4)
     RETURNING true AS "mine"`,
    [keyId, key, request, GIVEN_UP_SECONDS],
  )
  if (rows.length > 0) return null
  const known = await pool().query<{ request: string; status: number | null; body: string | null }>(
    `SELECT "request", "status", "body" FROM "ApiCall" WHERE "keyId" = $1 AND "key" = $2`,
    [keyId, key],
  )
  const call = known.rows[0]
  if (call && call.request !== request) {
    throw new DiptychError("INVALID_INPUT", "This Idempotency-Key belongs to another call. Make a new one.")
  }
  if (call?.status != null && call.body !== null) return { status: call.status, body: call.body }
  throw new DiptychError(
    "CONFLICT",
    "The first call with this Idempotency-Key is still running. Wait, then repeat it.",
  )
}

export async function endCall(keyId: string, key: string, answer: StoredAnswer): Promise<void> {
  await pool().query(`UPDATE "ApiCall" SET "status" = $3, "body" = $4 WHERE "keyId" = $1 AND "key" = $2`, [
    keyId,
    key,
    answer.status,
    answer.body,
  ])
  await pool().query(`DELETE FROM "ApiCall" WHERE "createdAt" < now() - interval '1 day'`)
}

/** The call failed for a reason that may pass: it may be tried again under the same key. */
export async function forgetCall(keyId: string, key: string): Promise<void> {
  await pool().query(`DELETE FROM "ApiCall" WHERE "keyId" = $1 AND "key" = $2 AND "status" IS NULL`, [
    keyId,
    key,
  ])
}
