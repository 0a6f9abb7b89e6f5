import type { OAuthConfig } from "next-auth/providers/oauth"
import type { OidcIdentity } from "@/server/auth/sign-in-with-oidc"
import { env } from "@/server/env"

/** Claims of the ID token and of the userinfo endpoint that are used here. */
export type OidcClaims = {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
}

/** What the button says; undefined = no provider is set up. */
export function oidcName(): string | undefined {
  const { DIPTYCH_OIDC_ISSUER, DIPTYCH_OIDC_NAME } = env()
  if (!DIPTYCH_OIDC_ISSUER) return undefined
  return DIPTYCH_OIDC_NAME ?? new URL(DIPTYCH_OIDC_ISSUER).host
}

/** Authorization code with PKCE, state and nonce, for any provider that publishes its configuration. */
export function oidcProvider(): OAuthConfig<OidcClaims> | undefined {
  const { DIPTYCH_OIDC_ISSUER: issuer, DIPTYCH_OIDC_CLIENT_ID, DIPTYCH_OIDC_CLIENT_SECRET } = env()
  if (!issuer || !DIPTYCH_OIDC_CLIENT_ID || !DIPTYCH_OIDC_CLIENT_SECRET) return undefined
  return {
    id: "oidc",
    name: "OpenID Connect",
    type: "oauth",
    issuer,
    wellKnown: `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
    clientId: DIPTYCH_OIDC_CLIENT_ID,
    clientSecret: DIPTYCH_OIDC_CLIENT_SECRET,
    authorization: { params: { scope: "openid email profile" } },
    // The ID token is verified in any case; many providers keep the e-mail for userinfo.
    idToken: true,
    userinfo: {
      request: async ({ client, tokens }) => {
        // The library's type leaves out that this is the verified set with its claims.
        const claims = (tokens as unknown as { claims: () => OidcClaims }).claims()
        const { access_token: accessToken } = tokens
        if (claims.email !== undefined || !accessToken || !client.issuer.metadata.userinfo_endpoint)
          return claims
        const more = await client.userinfo(accessToken)
        if (more.sub !== claims.sub) throw new Error("userinfo speaks of someone else than the ID token")
        return { ...claims, ...more }
      },
    },
    checks: ["pkce", "state", "nonce"],
    profile: (claims) => ({ id: claims.sub, email: claims.email ?? null, name: claims.name ?? null }),
  }
}

export function toIdentity(claims: OidcClaims): OidcIdentity {
  return {
    issuer: env().DIPTYCH_OIDC_ISSUER ?? "",
    subject: claims.sub,
    email: claims.email,
    emailVerified: claims.email_verified === true,
    name: claims.name?.trim().slice(0, 200) ?? "",
  }
}
