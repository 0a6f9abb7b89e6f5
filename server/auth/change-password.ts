import { DiptychError } from "@/core/errors"
import type { UserActor } from "@/server/actor"
import { signInLimits } from "@/server/auth/limits"
import { hashPassword, verifyPassword } from "@/server/auth/password"
import { requireWithinLimit } from "@/server/data/rate-limit"
import { getOwnPasswordHash, updateOwnPasswordHash } from "@/server/data/users"

/**
 * Sets a password, or changes it for whoever knows the old one: a window left open is not enough.
 * Every other session ends.
 */
export async function changePassword(actor: UserActor, current: string, password: string): Promise<void> {
  await requireWithinLimit(`change-password:user:${actor.userId}`, signInLimits.account)
  const stored = await getOwnPasswordHash(actor)
  if (stored !== null && !(await verifyPassword(stored, current))) {
    const message = "That is not your password."
    throw new DiptychError("INVALID_INPUT", message, { fields: { current: [message] } })
  }
  await updateOwnPasswordHash(actor, await hashPassword(password))
}
