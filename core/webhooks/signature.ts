import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"

/**
 * Signature by the Standard Webhooks specification (v1, symmetric):
 *
 *     signature = "v1," + base64(HMAC-SHA-256(secret, id + "." + timestamp + "." + body))
 *
 * `secret` is base64 with or without its `whsec_`; `timestamp` is Unix time in seconds.
 *
 * Example (of the specification's own libraries): secret `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`, id
 * `msg_p5jXN8AQM9LWM0D4loKWxJek`, timestamp 1614265330, body `{"test": 2432232314}` give
 * `v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`.
 */
export function signWebhook(secret: string, id: string, timestamp: number, body: string): string {
  const key = fromBase64(secret.replace(/^whsec_/, ""))
  return `v1,${toBase64(hmac(sha256, key, utf8ToBytes(`${id}.${timestamp}.${body}`)))}`
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0)
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(""))
}
