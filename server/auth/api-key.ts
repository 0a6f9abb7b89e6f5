import { randomBytes } from "node:crypto"
import type { ApiScope } from "@/core/api/scopes"
import { DiptychError } from "@/core/errors"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import type { ApiKeyActor } from "@/server/actor"
import { hashToken } from "@/server/auth/token"
import { findLiveApiKey, insertApiKey } from "@/server/data/api-keys"

/** How keys begin, so that a leaked one is recognised by whoever looks for such. */
const prefix = "dip_"

export type MadeApiKey = { readonly id: string; readonly key: string; readonly expiresAt: Date | null }

/** Makes a key; only its SHA-256 is kept, so this is the one time it can be shown. */
export async function createApiKey(
  access: ProjectAccess<"project:update"> | InstanceAccess<"instance:manage">,
  wish: {
    readonly userId: string
    readonly name: string
    readonly scopes: readonly ApiScope[]
    /** Null = until it is revoked. */
    readonly days: number | null
  },
): Promise<MadeApiKey> {
  const key = prefix + randomBytes(32).toString("base64url")
  const expiresAt = wish.days === null ? null : new Date(Date.now() + wish.days * 24 * 60 * 60 * 1000)
  const id = await insertApiKey(access, wish.userId, {
    name: wish.name,
    prefix: key.slice(0, prefix.length + 8),
    hash: hashToken(key),
    scopes: wish.scopes,
    expiresAt,
  })
  return { id, key, expiresAt }
}

/** Who calls, by `Authorization: Bearer dip_…`. NOT_SIGNED_IN where there is no key or none that works. */
export async function requireApiActor(headers: Headers): Promise<ApiKeyActor> {
  const given = /^Bearer\s+(\S{1,200})$/i.exec(headers.get("authorization") ?? "")?.[1]
  const key = given?.startsWith(prefix) ? await findLiveApiKey(hashToken(given), new Date()) : null
  if (!key) {
    throw new DiptychError(
      "NOT_SIGNED_IN",
      given
        ? "This key is not known here, revoked, or past its time."
        : "Send a key: Authorization: Bearer dip_…",
    )
  }
  const { id: keyId, userId, scopes, projectId, instanceRole } = key
  return { kind: "api-key", keyId, userId, scopes, projectId, instanceRole }
}
