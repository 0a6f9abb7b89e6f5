import { DiptychError } from "@/core/errors"
import type { InstancePermission, Permission } from "@/core/permissions"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import type { Actor, UserActor } from "@/server/actor"

/**
 * Who may call. A project is named by `slug` in the parameters or the input.
 *
 *     "public"                                    anybody; `access` is the actor or null
 *     "signed-in"                                 `access` is the actor
 *     { project: "tasks:read" }                   `access` is ProjectAccess<"tasks:read">
 *     { project: ["tasks:read", "results:read"] } both
 *     { instance: "users:manage" }                `access` is InstanceAccess<"users:manage">
 */
export type AccessSpec =
  | "public"
  | "signed-in"
  | { readonly project: Permission | readonly [Permission, ...Permission[]] }
  | { readonly instance: InstancePermission }

export type Granted<A extends AccessSpec> = A extends "public"
  ? Actor | null
  : A extends "signed-in"
    ? UserActor
    : A extends { readonly project: infer P }
      ? ProjectAccess<P extends readonly (infer Q)[] ? Q & Permission : P & Permission>
      : A extends { readonly instance: infer I extends InstancePermission }
        ? InstanceAccess<I>
        : never

/** Checks the specification for this actor, or throws 401, 403 or 404. */
export async function grantAccess<const A extends AccessSpec>(
  spec: A,
  actor: UserActor | null,
  slug: unknown,
): Promise<Granted<A>> {
  return (await grant(spec, actor, slug)) as Granted<A>
}

async function grant(spec: AccessSpec, actor: UserActor | null, slug: unknown) {
  if (spec === "public") return actor
  if (!actor) throw new DiptychError("NOT_SIGNED_IN", "Your session has ended. Sign in to go on.")
  if (spec === "signed-in") return actor
  if ("instance" in spec) return requireInstanceAccess(actor, spec.instance)
  if (typeof slug !== "string") throw new DiptychError("NOT_FOUND", "There is no such project here for you.")
  const wanted = typeof spec.project === "string" ? ([spec.project] as const) : spec.project
  return requireProjectAccess(actor, slug, ...wanted)
}
