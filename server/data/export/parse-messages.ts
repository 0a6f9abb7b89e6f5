import type { Message, Messages } from "@/core/messages"

/** Only the two keys of a message, whatever else was stored with it. */
export function toMessage({ role, content }: Message): Message {
  return { role, content }
}

/** Messages out of PostgreSQL's JSON, with their two keys only. */
export function parseMessages(json: string): Messages {
  return (JSON.parse(json) as Message[]).map(toMessage)
}
