import { hash } from "node:crypto"

/** Hex. */
export function sha256Hex(data: string | Buffer): string {
  return hash("sha256", data, "hex")
}
