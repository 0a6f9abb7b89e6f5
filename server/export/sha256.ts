import { createHash } from "node:crypto"

/** Hex. */
export function sha256Hex(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex")
}
