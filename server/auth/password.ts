import { hash, verify } from "@node-rs/argon2"
import { z } from "zod"

// Argon2id (the library's default) with the first parameters of OWASP's Password Storage Cheat Sheet.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Length is what counts (NIST SP 800-63B): no rules about digits and capitals. */
export const passwordSchema = z
  .string()
  .min(10, "At least 10 characters; a few words in a row are easiest to keep in mind.")
  .max(200, "At most 200 characters.")

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), parameters)
}

let nobodysHash: Promise<string> | undefined

/** False also for people without a password or without an account, after the same work. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword("nobody has this password")
  const matches = await verify(stored ?? (await nobodysHash), password.normalize("NFKC"))
  return matches && typeof stored === "string"
}
