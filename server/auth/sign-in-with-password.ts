import { z } from "zod"
import { DiptychError } from "@/core/errors"
import { signInLimits } from "@/server/auth/limits"
import { verifyPassword } from "@/server/auth/password"
import type { SignedIn, SignInRequest } from "@/server/auth/signed-in"
import { startSession } from "@/server/auth/signed-in"
import { db } from "@/server/data/db"
import { forgetLimit, requireWithinLimit } from "@/server/data/rate-limit"
import { toEmail } from "@/server/data/email"

export const passwordCredentials = z.object({
  email: z.string().min(1, "Enter your e-mail address.").max(320),
  password: z.string().min(1, "Enter your password.").max(1000),
})

/**
 * Unknown address, wrong password, no password, disabled account: one answer, after the same work.
 * Throws INVALID_INPUT, or TOO_MANY_REQUESTS with the time to wait.
 */
export async function signInWithPassword(
  credentials: z.output<typeof passwordCredentials>,
  request: SignInRequest,
): Promise<SignedIn> {
  const email = toEmail(credentials.email)
  const account = `sign-in:account:${email}`
  await requireWithinLimit(`sign-in:address:${request.address}`, signInLimits.address)
  await requireWithinLimit(account, signInLimits.account)
  const user = await db().user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, disabledAt: true },
  })
  const right = await verifyPassword(user?.passwordHash, credentials.password)
  if (!user || !right || user.disabledAt) {
    throw new DiptychError("INVALID_INPUT", "The e-mail address or the password is not right.")
  }
  await forgetLimit(account)
  return db().$transaction((tx) => startSession(tx, user.id, request))
}
