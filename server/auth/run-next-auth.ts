import { createHash, randomBytes } from "node:crypto"
import type { NextApiRequest, NextApiResponse } from "next"
import NextAuthImport from "next-auth"
import { toSafePath } from "@/core/safe-path"
import type { AuthExchange } from "@/server/auth/next-auth-options"
import { authOptions } from "@/server/auth/next-auth-options"
import { readCookies, readSessionId } from "@/server/auth/session-cookie"
import { env } from "@/server/env"
import { isSecure, requestAddress, requestOrigin } from "@/server/http/request-origin"

export type AuthCall = {
  readonly method: string
  /** `["callback", "oidc"]`. */
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, string>>
  readonly headers: Headers
  /** Called by our own code, which has checked where the request comes from. */
  readonly trusted?: boolean
}

export type AuthAnswer = {
  readonly status: number
  readonly location: string | undefined
  readonly setCookies: readonly string[]
  readonly body: unknown
  readonly exchange: AuthExchange
}

// As a CommonJS module it is the function itself under a bundler and an object around it under Node.
const NextAuth = ((NextAuthImport as { default?: unknown }).default ?? NextAuthImport) as (
  req: Partial<NextApiRequest>,
  res: Partial<NextApiResponse>,
  options: ReturnType<typeof authOptions>,
) => Promise<void>

/**
 * One call of next-auth, outside any framework: its classic handler gets a request and a response
 * made of plain objects. That way it sees the host and the protocol of this request (by itself it
 * knows one configured address only), the same code serves routes, actions and tests, and what it
 * refused is known by error and not by a word in an address.
 */
export async function runNextAuth(call: AuthCall): Promise<AuthAnswer> {
  const secure = isSecure(call.headers)
  const cookies: Record<string, string> = readCookies(call.headers)
  const body: Record<string, string> = { ...call.body }
  if (call.trusted) Object.assign(body, { csrfToken: addCsrfCookie(cookies, secure) })
  const exchange: AuthExchange = {
    secure,
    request: {
      address: requestAddress(call.headers),
      userAgent: call.headers.get("user-agent") ?? "",
      previousSessionId: await readSessionId(call.headers),
    },
    invitationToken: invitationOf(cookies, secure),
  }
  const origin = new URL(requestOrigin(call.headers))
  const response = new Answer()
  await NextAuth(
    {
      method: call.method,
      query: { ...call.query, nextauth: [...call.path] },
      body,
      cookies,
      headers: { "x-forwarded-host": origin.host, "x-forwarded-proto": secure ? "https" : "http" },
    },
    response as unknown as NextApiResponse,
    authOptions(exchange),
  )
  return { ...response.toAnswer(), exchange }
}

/** next-auth wants its double-submit token; for our own calls we make both halves. */
function addCsrfCookie(cookies: Record<string, string>, secure: boolean): string {
  const token = randomBytes(32).toString("hex")
  const hash = createHash("sha256").update(`${token}${env().DIPTYCH_SECRET}`).digest("hex")
  cookies[`${secure ? "__Host-" : ""}next-auth.csrf-token`] = `${token}|${hash}`
  return token
}

/** Where the person goes after the provider is kept in a cookie; from `/invite/TOKEN` it names an invitation. */
function invitationOf(cookies: Readonly<Record<string, string>>, secure: boolean): string | undefined {
  const url = cookies[`${secure ? "__Secure-" : ""}next-auth.callback-url`] ?? ""
  const path = URL.canParse(url) ? new URL(url).pathname : toSafePath(url)
  return path?.match(/^\/invite\/([\w-]+)$/)?.[1]
}

/** The little of a Node response that next-auth uses. */
class Answer {
  private code = 200
  private readonly headers = new Map<string, string | string[]>()
  private sent: unknown

  status(code: number): this {
    this.code = code
    return this
  }
  getHeader(name: string): string | string[] | undefined {
    return this.headers.get(name.toLowerCase())
  }
  setHeader(name: string, value: string | string[]): this {
    this.headers.set(name.toLowerCase(), value)
    return this
  }
  json(body: unknown): void {
    this.sent = body
  }
  send(body: unknown): void {
    this.sent = body
  }
  end(): void {}

  toAnswer() {
    const location = this.headers.get("location")
    const cookies = this.headers.get("set-cookie") ?? []
    return {
      status: this.code,
      location: typeof location === "string" ? location : undefined,
      setCookies: typeof cookies === "string" ? [cookies] : cookies,
      body: this.sent,
    }
  }
}
