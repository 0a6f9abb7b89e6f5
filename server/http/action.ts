import { headers } from "next/headers"
import { unstable_rethrow } from "next/navigation"
import type { z } from "zod"
import type { ActionResult } from "@/core/action-result"
import type { UserActor } from "@/server/actor"
import { getActor } from "@/server/auth/get-actor"
import type { AccessSpec, Granted } from "@/server/http/access-spec"
import { grantAccess } from "@/server/http/access-spec"
import { toErrorAnswer } from "@/server/http/error-answer"
import { parseInput, toPlainObject } from "@/server/http/parse-input"
import { requireSameOrigin } from "@/server/http/same-origin"

export type ActionCall<A extends AccessSpec, S extends z.ZodType> = {
  readonly input: z.output<S>
  readonly access: Granted<A>
  readonly actor: UserActor | null
  readonly headers: Headers
}

/** Called directly with an object or a form, or by `useActionState` with the previous result first. */
export interface Action<I, T> {
  (input: I | FormData): Promise<ActionResult<T>>
  (previous: ActionResult<T> | null, input: I | FormData): Promise<ActionResult<T>>
}

/**
 * Makes a server action: actor → access → parse → use case → error map.
 *
 *     "use server"
 *     export const removeMember = action(
 *       { access: { project: "members:update" }, input: z.object({ slug: z.string(), userId: z.uuid() }) },
 *       ({ access, input }) => deleteMembership(access, input.userId),
 *     )
 *
 * With `access: { project: … }` the input must hold `slug` (a hidden field of the form). In a page:
 * `<MemberForm remove={removeMember} />`; in the component:
 * `const [result, submit, pending] = useActionState(remove, null)`. A redirect() goes through.
 */
export function action<const A extends AccessSpec, S extends z.ZodType, T>(
  spec: { readonly access: A; readonly input: S },
  handler: (call: ActionCall<A, S>) => Promise<T>,
): Action<z.input<S>, T> {
  return async (...args: readonly unknown[]): Promise<ActionResult<T>> => {
    try {
      const given = await headers()
      requireSameOrigin(given)
      const last = args.at(-1)
      const raw = last instanceof FormData ? toPlainObject(last) : last
      const actor = await getActor(given)
      const access = await grantAccess(spec.access, actor, (raw as { slug?: unknown } | null)?.slug)
      const input = parseInput(spec.input, raw)
      return { ok: true, data: await handler({ input, access, actor, headers: given }) }
    } catch (thrown) {
      unstable_rethrow(thrown)
      return { ok: false, error: toErrorAnswer(thrown).error }
    }
  }
}
