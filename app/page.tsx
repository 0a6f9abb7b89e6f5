import { redirect } from "next/navigation"
import { landingPath } from "@/server/auth/landing-path"
import { requirePageActor } from "@/server/http/page"

/** Home is where the person's work is. */
export default async function Home() {
  const actor = await requirePageActor()
  redirect(await landingPath(actor.userId))
}
