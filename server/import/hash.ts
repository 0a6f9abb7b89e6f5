import { hash } from "node:crypto"
import type { Messages } from "@/core/messages"
import { messagesIdentity, sameTextForm } from "@/core/same-text"

// The hashes of core/same-text.ts by Node's own SHA-256, several times as fast; a test holds them equal.

export function hashMessagesFast(messages: Messages): string {
  return hash("sha256", messagesIdentity(messages), "hex")
}

export function hashTextFast(text: string): string {
  return hash("sha256", sameTextForm(text), "hex")
}
