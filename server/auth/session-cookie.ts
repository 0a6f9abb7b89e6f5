import { decode } from "next-auth/jwt"
import { env } from "@/server/env"
import { isSecure } from "@/server/http/request-origin"

/** How long a browser stays signed in, in seconds; the Session row says the same. */
export const sessionSeconds = 30 * 24 * 60 * 60

/** Over https the name makes browsers refuse the cookie from anything less. */
export function sessionCookieName(secure: boolean): string {
  return secure ? "__Secure-diptych.session" : "diptych.session"
}

/** The id of the Session row named by the request's cookie; the JWT carries nothing else of ours. */
export async function readSessionId(headers: Headers): Promise<string | undefined> {
  const token = readCookies(headers)[sessionCookieName(isSecure(headers))]
  if (!token) return undefined
  try {
    const payload = await decode({ token, secret: env().DIPTYCH_SECRET })
    return typeof payload?.sid === "string" ? payload.sid : undefined
  } catch {
    // Forged, cut off, expired, or signed before the secret changed: the same as none.
    return undefined
  }
}

export function readCookies(headers: Headers): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=")
    if (at < 0) continue
    cookies[part.slice(0, at).trim()] = decodeCookie(part.slice(at + 1).trim())
  }
  return cookies
}

function decodeCookie(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
