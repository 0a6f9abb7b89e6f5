import { randomBytes } from "node:crypto"
import { DiptychError } from "@/core/errors"
import { eventPattern } from "@/core/webhooks/retry"
import type { ProjectAccess } from "@/server/access"
import { insertWebhook } from "@/server/data/webhooks/webhooks"
import { env } from "@/server/env"
import { requireCallable } from "@/server/webhooks/post-safely"

/** Makes a webhook; the secret is given back this one time. Names are looked up when it is called. */
export async function createWebhook(
  access: ProjectAccess<"project:update">,
  wish: { readonly url: string; readonly events: readonly string[] },
): Promise<{ readonly id: string; readonly secret: string }> {
  const url = requireCallable(wish.url, env().DIPTYCH_WEBHOOKS_PRIVATE === "1").href
  const events = [...new Set(wish.events)]
  const wrong = events.find((event) => !eventPattern.test(event))
  if (wrong !== undefined || events.length === 0 || events.length > 50) {
    throw new DiptychError(
      "INVALID_INPUT",
      `Expected events like export:create, annotation:create or *${wrong === undefined ? "" : `, not "${wrong}"`}.`,
    )
  }
  const secret = `whsec_${randomBytes(32).toString("base64")}`
  return { id: await insertWebhook(access, { url, events, secret }), secret }
}
