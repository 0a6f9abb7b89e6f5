import { DiptychError } from "@/core/errors"
import type { SignedIn } from "@/server/auth/signed-in"
import { runNextAuth } from "@/server/auth/run-next-auth"

export type SignInMethod = "password" | "link" | "invitation"

/** Signs in and says which cookies the browser gets. Throws what the method refused with. */
export async function signIn(
  method: SignInMethod,
  credentials: Readonly<Record<string, string>>,
  headers: Headers,
): Promise<{ readonly signedIn: SignedIn; readonly setCookies: readonly string[] }> {
  const { exchange, setCookies } = await runNextAuth({
    method: "POST",
    path: ["callback", method],
    body: credentials,
    headers,
    trusted: true,
  })
  if (exchange.refused instanceof Error) throw exchange.refused
  if (!exchange.signedIn) throw new DiptychError("INTERNAL", "next-auth answered without a sign-in")
  // next-auth also notes where to go, which is for the way to a provider and back.
  return {
    signedIn: exchange.signedIn,
    setCookies: setCookies.filter((line) => !line.includes("callback-url=")),
  }
}

/** The first step towards the OpenID Connect provider: where to go, and the cookies that tie the way back. */
export async function startOidc(
  headers: Headers,
  returnTo: string,
): Promise<{ readonly location: string; readonly setCookies: readonly string[] }> {
  const { location, setCookies } = await runNextAuth({
    method: "POST",
    path: ["signin", "oidc"],
    body: { callbackUrl: returnTo },
    headers,
    trusted: true,
  })
  if (!location || location.includes("/api/auth/error")) {
    throw new DiptychError(
      "UNAVAILABLE",
      "The sign-in provider does not answer just now. Try again in a moment.",
    )
  }
  return { location, setCookies }
}
