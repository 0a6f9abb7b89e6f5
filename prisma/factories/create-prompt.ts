import type { Messages } from "@/core/messages"
import { hashMessages } from "@/core/same-text"
import { nextNumber } from "@/prisma/factories/counter"
import { db } from "@/server/data/db"

export async function createPrompt(
  project: { id: string },
  wish: {
    text?: string
    messages?: Messages
    conversationId?: string
    split?: "train" | "validation" | "test"
  } = {},
) {
  const messages = [
    ...(wish.messages ?? [{ role: "user" as const, content: wish.text ?? `Question ${nextNumber()}?` }]),
  ]
  return db().prompt.create({
    data: {
      projectId: project.id,
      hash: hashMessages(messages),
      messages,
      chars: messages.reduce((sum, message) => sum + message.content.length, 0),
      conversationId: wish.conversationId ?? null,
      ...(wish.split && { split: { create: { split: wish.split } } }),
    },
  })
}
