"use server"

import { redirect } from "next/navigation"
import { z } from "zod"
import { toSafePath } from "@/core/safe-path"
import { acceptInvitation } from "@/server/auth/accept-invitation"
import { applyCookies } from "@/server/auth/apply-cookies"
import { landingPath } from "@/server/auth/landing-path"
import type { SignInMethod } from "@/server/auth/sign-in"
import { signIn, startOidc } from "@/server/auth/sign-in"
import { invitationCredentials } from "@/server/auth/sign-in-with-invitation"
import { linkCredentials } from "@/server/auth/sign-in-with-link"
import { passwordCredentials } from "@/server/auth/sign-in-with-password"
import { action } from "@/server/http/action"

const next = z.string().max(2000).optional()

async function enter(
  method: SignInMethod,
  credentials: Readonly<Record<string, string>>,
  headers: Headers,
  next?: string,
): Promise<never> {
  const { signedIn, setCookies } = await signIn(method, credentials, headers)
  await applyCookies(setCookies)
  redirect(toSafePath(next) ?? (await landingPath(signedIn.userId)))
}

export const signInByPassword = action(
  { access: "public", input: passwordCredentials.extend({ next }) },
  async ({ input: { next, ...credentials }, headers }): Promise<null> =>
    enter("password", credentials, headers, next),
)

export const signInByLink = action(
  { access: "public", input: linkCredentials },
  async ({ input, headers }): Promise<null> => enter("link", input, headers),
)

export const createInvitedAccount = action(
  { access: "public", input: invitationCredentials },
  async ({ input, headers }): Promise<null> => enter("invitation", input, headers),
)

export const startProvider = action(
  { access: "public", input: z.object({ next }) },
  async ({ input, headers }): Promise<null> => {
    const { location, setCookies } = await startOidc(headers, toSafePath(input.next) ?? "/")
    await applyCookies(setCookies)
    redirect(location)
  },
)

export const joinByInvitation = action(
  { access: "signed-in", input: linkCredentials },
  async ({ access, input }): Promise<null> => {
    const { slug } = await acceptInvitation(access, input.token)
    const start = await landingPath(access.userId)
    redirect(start === "/projects" && slug ? `/projects/${slug}` : start)
  },
)
