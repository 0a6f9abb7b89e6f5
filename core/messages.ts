import { z } from "zod"

/** One turn of a conversation. Content is always a string: parts and nulls are refused at import. */
export const messageSchema = z.strictObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.string(),
})
export const messagesSchema = z.array(messageSchema)
export type Message = z.infer<typeof messageSchema>
export type Messages = readonly Message[]
