import type { InstanceAccess } from "@/server/access"
import { publicAddress } from "@/server/auth/public-address"
import { createToken } from "@/server/auth/token"
import { insertSignInLink } from "@/server/data/sign-in-links"

const hour = 60 * 60 * 1000

/**
 * A link that signs one person in, once, within 24 hours. The URL is shown this one time; the
 * database keeps only a hash of it. Throws NOT_FOUND where nobody has the address.
 */
export async function createSignInLink(
  access: InstanceAccess<"users:manage">,
  email: string,
  options: { readonly headers?: Headers; readonly hours?: number } = {},
): Promise<{ readonly url: string; readonly expiresAt: Date }> {
  const { token, hash } = createToken()
  const expiresAt = new Date(Date.now() + (options.hours ?? 24) * hour)
  await insertSignInLink(access, { email, tokenHash: hash, expiresAt })
  return { url: `${publicAddress(options.headers)}/link/${token}`, expiresAt }
}
