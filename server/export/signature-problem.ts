import { createPublicKey, type KeyObject, verify } from "node:crypto"
import { z } from "zod"
import type { Manifest } from "@/formats/export/manifest"

const signatureSchema = z.strictObject({
  algorithm: z.literal("Ed25519"),
  /** Of the manifest: signed are the 32 bytes of its SHA-256. */
  sha256: z.string(),
  public_key: z.string(),
  signature: z.string(),
})

/** What is wrong with the signature of a manifest, or nothing. `trusted`: the key that must have signed. */
export function signatureProblem(text: string, manifest: Manifest, trusted?: string): string | undefined {
  const parsed = signatureSchema.safeParse(parseJson(text))
  if (!parsed.success) return "is no signature of this program"
  const { sha256, public_key, signature } = parsed.data
  if (sha256 !== manifest.sha256) return "signs another manifest"
  if (manifest.public_key !== undefined && manifest.public_key !== public_key) {
    return "is by another key than the manifest names"
  }
  if (trusted !== undefined && trusted !== public_key) return "is by another key than the one you trust"
  const key = fromRaw(public_key)
  const isValid = key && verify(null, Buffer.from(sha256, "hex"), key, Buffer.from(signature, "base64"))
  return isValid ? undefined : "is not valid"
}

/** SubjectPublicKeyInfo of Ed25519 is a head of 12 bytes and the key. */
const HEAD = Buffer.from("302a300506032b6570032100", "hex")

function fromRaw(text: string): KeyObject | undefined {
  const raw = Buffer.from(text, "base64")
  if (raw.length !== 32) return undefined
  return createPublicKey({ key: Buffer.concat([HEAD, raw]), format: "der", type: "spki" })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
