"use server"

import { cookies } from "next/headers"
import { redirect } from "next/navigation"
import { z } from "zod"
import { sessionCookieName } from "@/server/auth/session-cookie"
import { deleteOwnSession } from "@/server/data/sessions"
import { action } from "@/server/http/action"
import { isSecure } from "@/server/http/request-origin"

const end = action({ access: "signed-in", input: z.object({}) }, async ({ access, headers }) => {
  await deleteOwnSession(access, access.sessionId)
  const jar = await cookies()
  jar.delete(sessionCookieName(isSecure(headers)))
})

/** Ends this browser's session. Already over = the same: out. */
export async function signOut(): Promise<void> {
  await end({})
  redirect("/signed-out")
}
