import { encode } from "next-auth/jwt"
import { sessionCookieName } from "@/server/auth/session-cookie"
import type { SignInMethod } from "@/server/auth/sign-in"
import { signIn } from "@/server/auth/sign-in"
import { db } from "@/server/data/db"
import { env } from "@/server/env"

/** Headers as a browser sends them from one of our own pages. */
export function browserHeaders(more: Record<string, string> = {}): Headers {
  return new Headers({
    host: "localhost:3000",
    "sec-fetch-site": "same-origin",
    "user-agent": "Test",
    ...more,
  })
}

/** `Set-Cookie` lines as the browser sends them back; a later line of one name wins. */
export function toCookieHeader(lines: readonly string[], before = ""): string {
  const jar = new Map<string, string>()
  for (const pair of [
    ...before.split("; ").filter(Boolean),
    ...lines.map((line) => line.split(";", 1)[0] ?? ""),
  ]) {
    const at = pair.indexOf("=")
    jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
}

/** Signs in the long way and returns the headers of the browser's next request. */
export async function signInAs(
  method: SignInMethod,
  credentials: Record<string, string>,
  headers = browserHeaders(),
): Promise<Headers> {
  const { setCookies } = await signIn(method, credentials, headers)
  const next = new Headers(headers)
  next.set("cookie", toCookieHeader(setCookies))
  return next
}

/** A session straight into the database. */
export async function sessionFor(userId: string, more: Record<string, string> = {}) {
  const session = await db().session.create({ data: { userId, expiresAt: new Date(Date.now() + 3_600_000) } })
  const token = await encode({ token: { sid: session.id }, secret: env().DIPTYCH_SECRET })
  const headers = browserHeaders({ cookie: `${sessionCookieName(false)}=${token}`, ...more })
  return { sessionId: session.id, headers }
}
