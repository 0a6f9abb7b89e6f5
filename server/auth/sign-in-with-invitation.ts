import { z } from "zod"
import { createInvitedUser } from "@/server/auth/accept-invitation"
import { signInLimits } from "@/server/auth/limits"
import { hashPassword, optionalPasswordSchema } from "@/server/auth/password"
import type { SignedIn, SignInRequest } from "@/server/auth/signed-in"
import { startSession } from "@/server/auth/signed-in"
import { hashToken } from "@/server/auth/token"
import { db } from "@/server/data/db"
import { emailSchema } from "@/server/data/email"
import { requireWithinLimit } from "@/server/data/rate-limit"

export const nameSchema = z.string().trim().max(200, "At most 200 characters.")

export const invitationCredentials = z.object({
  token: z.string().min(1).max(200),
  email: emailSchema,
  name: nameSchema,
  /** Empty = none; links or the provider let the person in again. */
  password: optionalPasswordSchema,
})

/** A new person takes an invitation: account, membership and session in one transaction. */
export async function signInWithInvitation(
  credentials: z.output<typeof invitationCredentials>,
  request: SignInRequest,
): Promise<SignedIn> {
  await requireWithinLimit(`invitation:address:${request.address}`, signInLimits.address)
  const { token, email, name, password } = credentials
  const passwordHash = password === "" ? null : await hashPassword(password)
  return db().$transaction(async (tx) => {
    const userId = await createInvitedUser(tx, hashToken(token), { email, name, passwordHash })
    return startSession(tx, userId, request)
  })
}
