import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from "node:crypto"
import type { Manifest } from "@/formats/export/manifest"
import type { ProjectAccess } from "@/server/access"
import { env } from "@/server/env"

/** A project's Ed25519 key. */
export type Signer = {
  /** 32 bytes in base64: what others check signatures with. */
  readonly publicKey: string
  readonly sign: (message: Buffer) => Buffer
}

/**
 * The project's key, derived from the instance's secret (HKDF-SHA-256 over the project's id): there from the
 * first use on, the same on every machine that shares the secret, and stored nowhere else. A new secret is
 * a new key; what was signed before stays valid under the old public key.
 */
export function getSigner(access: ProjectAccess<"exports:create">): Signer {
  const seed = hkdfSync("sha256", env().DIPTYCH_SECRET, access.projectId, "diptych export signature 1", 32)
  // PKCS #8 of an Ed25519 key is this head and the seed (RFC 8410).
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed)])
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" })
  return { publicKey: toRaw(createPublicKey(key)), sign: (message) => sign(null, message, key) }
}

/** The text of signature.json. Ed25519 has no randomness, so it is the same each time. */
export function signatureText(signer: Signer, manifest: Manifest): string {
  const signature = signer.sign(Buffer.from(manifest.sha256, "hex")).toString("base64")
  const content = { algorithm: "Ed25519", sha256: manifest.sha256, public_key: signer.publicKey, signature }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** SubjectPublicKeyInfo of Ed25519 is a head of 12 bytes and the key. */
const HEAD_BYTES = 12

function toRaw(key: KeyObject): string {
  return key.export({ format: "der", type: "spki" }).subarray(HEAD_BYTES).toString("base64")
}
