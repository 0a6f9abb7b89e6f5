import { hash, verify } from "@node-rs/argon2"
import { z } from "zod"

// Argon2id (the library's default) with the first parameters of OWASP's Password Storage Cheat Sheet.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const tooShort = "At least 10 characters; a few words in a row are easiest to keep in mind."
const tooLong = "At most 200 characters."

/** Length is what counts (NIST SP 800-63B): no rules about digits and capitals. */
export const passwordSchema = z.string().min(10, tooShort).max(200, tooLong)

/** Of a form's field: empty = none. */
export const optionalPasswordSchema = z
  .string()
  .max(200, tooLong)
  .refine((password) => password === "" || password.length >= 10, tooShort)

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
