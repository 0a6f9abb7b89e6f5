import { headers } from "next/headers"
import { forbidden, notFound, redirect, unstable_rethrow } from "next/navigation"
import { cache } from "react"
import { DiptychError } from "@/core/errors"
import type { InstancePermission, Permission } from "@/core/permissions"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { getActor } from "@/server/auth/get-actor"

/** Who looks at the page, or null. Read once per request, however often it is asked for. */
export const pageActor: () => Promise<UserActor | null> = cache(async () => getActor(await headers()))

/** The person, or off to the sign-in page, which leads back here. */
export async function requirePageActor(): Promise<UserActor> {
  return (await pageActor()) ?? toSignIn()
}

/**
 * What a page of a project starts with. Nobody signed in: to the sign-in page and back. Not a
 * member: the 404 page. A member without the permission: the 403 page.
 *
 *     const { slug } = await params
 *     const access = await pageAccess(slug, "tasks:read")
 *     return <TaskTable tasks={await listTasks(access, …)} />
 */
export async function pageAccess<const P extends Permission>(
  slug: string,
  ...wanted: readonly [P, ...P[]]
): Promise<ProjectAccess<P>> {
  const actor = await requirePageActor()
  return orErrorPage(() => requireProjectAccess(actor, slug, ...wanted))
}

/** The same for pages of the instance. */
export async function instancePageAccess<const P extends InstancePermission>(
  wanted: P,
): Promise<InstanceAccess<P>> {
  const actor = await requirePageActor()
  return orErrorPage(async () => requireInstanceAccess(actor, wanted))
}

/** Shows the error page that fits; also for what a page's own queries throw. */
export async function orErrorPage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    unstable_rethrow(thrown)
    if (!(thrown instanceof DiptychError)) throw thrown
    if (thrown.code === "NOT_SIGNED_IN") return toSignIn()
    if (thrown.code === "NOT_FOUND") notFound()
    if (thrown.code === "FORBIDDEN") forbidden()
    throw thrown
  }
}

async function toSignIn(): Promise<never> {
  // proxy.ts notes the path; a server component does not know where it is shown.
  const path = (await headers()).get("x-diptych-path") ?? "/"
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`)
}
