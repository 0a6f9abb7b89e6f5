import { randomBytes } from "node:crypto"
import type { NextRequest } from "next/server"
import { NextResponse } from "next/server"
import { env } from "@/server/env"
import { isSecure } from "@/server/http/request-origin"
import { contentSecurityPolicy, securityHeaders } from "@/server/http/security-headers"

/**
 * Runs before every page and route. It decides nothing about access (pages and wrappers do); it
 * hands the page a nonce and its own path, and the browser the policy.
 */
export function proxy(request: NextRequest): NextResponse {
  const { NODE_ENV, DIPTYCH_OIDC_ISSUER } = env()
  const framed = request.nextUrl.pathname.startsWith("/preview/")
  const policy = contentSecurityPolicy({
    framed,
    nonce: randomBytes(16).toString("base64"),
    development: NODE_ENV === "development",
    formOrigins: DIPTYCH_OIDC_ISSUER ? [new URL(DIPTYCH_OIDC_ISSUER).origin] : [],
  })
  const headers = new Headers(request.headers)
  // Next finds the nonce in the policy of the request and puts it on its own scripts and styles.
  headers.set("content-security-policy", policy)
  headers.set("x-diptych-path", pathOf(request))
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of Object.entries(securityHeaders(policy, isSecure(request.headers), framed))) {
    response.headers.set(name, value)
  }
  return response
}

/** As the person sees it, for coming back after signing in. */
function pathOf({ nextUrl }: NextRequest): string {
  const search = new URLSearchParams(nextUrl.searchParams)
  search.delete("_rsc")
  return search.size > 0 ? `${nextUrl.pathname}?${search}` : nextUrl.pathname
}

export const config = { matcher: "/((?!_next/static/).*)" }
