import { createHash, randomBytes } from "node:crypto"

/**
 * A secret that travels in a link: 256 random bits, of which only the SHA-256 is kept. (A plain hash
 * is enough: there is nothing to guess. Passwords are another matter.)
 */
export function createToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString("base64url")
  return { token, hash: hashToken(token) }
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex")
}
