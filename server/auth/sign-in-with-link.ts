import { z } from "zod"
import { DiptychError } from "@/core/errors"
import { signInLimits } from "@/server/auth/limits"
import type { SignedIn, SignInRequest } from "@/server/auth/signed-in"
import { startSession } from "@/server/auth/signed-in"
import { hashToken } from "@/server/auth/token"
import { db } from "@/server/data/db"
import { requireWithinLimit } from "@/server/data/rate-limit"
import { findSignInLink, useUpSignInLink } from "@/server/data/sign-in-links"

export const linkCredentials = z.object({ token: z.string().min(1).max(200) })

/** Uses the link up and signs in, both or neither. Of two at the same moment one succeeds. */
export async function signInWithLink(token: string, request: SignInRequest): Promise<SignedIn> {
  await requireWithinLimit(`link:address:${request.address}`, signInLimits.address)
  const tokenHash = hashToken(token)
  return db().$transaction(async (tx) => {
    const userId = await useUpSignInLink(tx, tokenHash)
    if (userId) return startSession(tx, userId, request)
    const link = await findSignInLink(tokenHash, new Date(), tx)
    throw new DiptychError("GONE", refusals[link?.state ?? "unknown"], { state: link?.state ?? "unknown" })
  })
}

const refusals = {
  ready: "This link does not work any more. Ask for a new one.",
  used: "This link has been used. Each link signs in once; ask for a new one.",
  expired: "This link is past its time. Ask for a new one.",
  disabled: "This account is closed. Ask whoever runs this instance.",
  unknown: "This link is not known here. Check that it was copied whole, or ask for a new one.",
}
