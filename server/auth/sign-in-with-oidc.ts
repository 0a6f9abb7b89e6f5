import { DiptychError } from "@/core/errors"
import { createInvitedUser } from "@/server/auth/accept-invitation"
import type { SignedIn, SignInRequest } from "@/server/auth/signed-in"
import { startSession } from "@/server/auth/signed-in"
import { hashToken } from "@/server/auth/token"
import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { toEmail } from "@/server/data/email"
import { findOpenInvitationFor } from "@/server/data/invitation-acceptance"

/** What a provider says of a person, after its signature, nonce, audience and time were checked. */
export type OidcIdentity = {
  readonly issuer: string
  readonly subject: string
  readonly email: string | undefined
  /** Only a literal `true` of the provider counts. */
  readonly emailVerified: boolean
  readonly name: string
}

/** In the address of the sign-in page; components/auth/ has a sentence for each. */
export type OidcRefusal = "closed" | "unverified" | "unknown"

/**
 * A known identity signs its user in. A new one is linked to the account of its verified address,
 * or makes an account where an invitation asks for it. Nobody else comes in: FORBIDDEN with
 * `reason`. `invitationToken` is the invitation the person came from, if any.
 */
export async function signInWithOidc(
  identity: OidcIdentity,
  request: SignInRequest,
  invitationToken?: string,
): Promise<SignedIn> {
  return db().$transaction(async (tx) => {
    const userId = (await findLinked(tx, identity)) ?? (await linkByEmail(tx, identity, invitationToken))
    const { disabledAt } = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { disabledAt: true },
    })
    if (disabledAt) throw refusal("closed")
    return startSession(tx, userId, request)
  })
}

async function findLinked(tx: Tx, { issuer, subject }: OidcIdentity): Promise<string | undefined> {
  const account = await tx.account.findUnique({
    where: { provider_providerAccountId: { provider: issuer, providerAccountId: subject } },
    select: { userId: true },
  })
  return account?.userId
}

async function linkByEmail(tx: Tx, identity: OidcIdentity, token: string | undefined): Promise<string> {
  if (!identity.email || !identity.emailVerified) throw refusal("unverified")
  const email = toEmail(identity.email)
  const existing = await tx.user.findUnique({ where: { email }, select: { id: true, disabledAt: true } })
  if (existing?.disabledAt) throw refusal("closed")
  if (existing) await dropUnprovenWaysIn(tx, existing.id)
  const userId = existing?.id ?? (await createFromInvitation(tx, email, identity.name, token))
  await tx.account.create({
    data: { userId, provider: identity.issuer, providerAccountId: identity.subject },
  })
  return userId
}

async function createFromInvitation(
  tx: Tx,
  email: string,
  name: string,
  token: string | undefined,
): Promise<string> {
  const tokenHash = token ? hashToken(token) : (await findOpenInvitationFor(tx, email))?.tokenHash
  if (!tokenHash) throw refusal("unknown")
  return createInvitedUser(tx, tokenHash, { email, name, passwordHash: null })
}

/**
 * Whoever took an invitation that named no address could have typed any. When the provider now
 * proves whose address it is, what the other may know (password, sessions, links) stops working.
 */
async function dropUnprovenWaysIn(tx: Tx, userId: string): Promise<void> {
  const unproven = await tx.invitation.count({ where: { acceptedById: userId, email: null } })
  const linked = await tx.account.count({ where: { userId } })
  if (unproven === 0 || linked > 0) return
  await tx.user.update({ where: { id: userId }, data: { passwordHash: null } })
  await tx.session.deleteMany({ where: { userId } })
  await tx.signInLink.deleteMany({ where: { userId, usedAt: null } })
}

function refusal(reason: OidcRefusal): DiptychError {
  return new DiptychError("FORBIDDEN", refusals[reason], { reason })
}

const refusals: Readonly<Record<OidcRefusal, string>> = {
  closed: "This account is closed.",
  unverified: "The provider has not verified your e-mail address.",
  unknown: "Nobody here has your e-mail address, and no invitation is open for it.",
}
