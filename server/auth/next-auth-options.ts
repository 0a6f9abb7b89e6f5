import type { AuthOptions } from "next-auth"
import { DiptychError } from "@/core/errors"
import type { OidcClaims } from "@/server/auth/oidc-provider"
import { oidcProvider, toIdentity } from "@/server/auth/oidc-provider"
import { sessionCookieName, sessionSeconds } from "@/server/auth/session-cookie"
import { invitationCredentials, signInWithInvitation } from "@/server/auth/sign-in-with-invitation"
import { linkCredentials, signInWithLink } from "@/server/auth/sign-in-with-link"
import { signInWithOidc } from "@/server/auth/sign-in-with-oidc"
import { passwordCredentials, signInWithPassword } from "@/server/auth/sign-in-with-password"
import type { SignedIn, SignInRequest } from "@/server/auth/signed-in"
import { deleteSessionById, findLiveSession } from "@/server/data/sessions"
import { env } from "@/server/env"
import { parseInput } from "@/server/http/parse-input"
import { logError } from "@/server/log"

/** One request's view: who asks, and what came of it, since next-auth passes neither through. */
export type AuthExchange = {
  readonly secure: boolean
  readonly request: SignInRequest
  /** The invitation that the person went to the provider from. */
  readonly invitationToken: string | undefined
  signedIn?: SignedIn
  refused?: unknown
}

/**
 * next-auth as it is used here: it runs the sign-in protocols and seals the cookie. Whom it lets in
 * is decided by the functions beside this file; the sealed token holds the id of a Session row and
 * nothing else.
 */
export function authOptions(exchange: AuthExchange): AuthOptions {
  const { secure } = exchange
  const oidc = oidcProvider()
  return {
    secret: env().DIPTYCH_SECRET,
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    cookies: {
      sessionToken: {
        name: sessionCookieName(secure),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    pages: { signIn: "/sign-in", signOut: "/signed-out", error: "/sign-in" },
    providers: [
      credentials("password", exchange, async (given, request) =>
        signInWithPassword(parseInput(passwordCredentials, given), request),
      ),
      credentials("link", exchange, async (given, request) =>
        signInWithLink(parseInput(linkCredentials, given).token, request),
      ),
      credentials("invitation", exchange, async (given, request) =>
        signInWithInvitation(parseInput(invitationCredentials, given), request),
      ),
      ...(oidc ? [oidc] : []),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.type !== "oauth") return exchange.signedIn !== undefined
        return allowOidc(exchange, profile as OidcClaims)
      },
      jwt: async ({ token, account }) => {
        // Only a sign-in brings an account; afterwards the token stays what it was, while its row lives.
        if (account && exchange.signedIn) return { sid: exchange.signedIn.sessionId }
        const id = token.sid
        if (typeof id === "string" && (await findLiveSession(id))) return { sid: id }
        throw new DiptychError("NOT_SIGNED_IN", "The session has ended.")
      },
      session: async ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await deleteSessionById(token.sid)
      },
    },
    logger: {
      error: (code, metadata) => logRefusal(code, metadata),
      warn: () => {},
      debug: () => {},
    },
  }
}

type SignIn = (given: Record<string, string> | undefined, request: SignInRequest) => Promise<SignedIn>

function credentials(id: string, exchange: AuthExchange, signIn: SignIn): AuthOptions["providers"][number] {
  return {
    id,
    name: id,
    type: "credentials",
    credentials: {},
    authorize: async (given) => {
      try {
        exchange.signedIn = await signIn(given, exchange.request)
        return { id: exchange.signedIn.userId }
      } catch (thrown) {
        exchange.refused = thrown
        return null
      }
    },
  }
}

async function allowOidc(exchange: AuthExchange, claims: OidcClaims): Promise<true | string> {
  try {
    exchange.signedIn = await signInWithOidc(toIdentity(claims), exchange.request, exchange.invitationToken)
    return true
  } catch (thrown) {
    if (!(thrown instanceof DiptychError)) throw thrown
    exchange.refused = thrown
    const reason = typeof thrown.details.reason === "string" ? thrown.details.reason : "invitation"
    return `/sign-in?error=${encodeURIComponent(reason)}`
  }
}

/** A visit with an ended session is no event; what goes wrong with the provider is. No token is logged. */
function logRefusal(code: string, metadata: unknown): void {
  if (code === "JWT_SESSION_ERROR") return
  const error = metadata instanceof Error ? metadata : (metadata as { error?: unknown } | undefined)?.error
  const text = error instanceof Error ? error.message : "unknown"
  logError({ auth: code, message: text })
}
