import type { Messages } from "@/core/messages"
import { hashMessages, isEmptyAnswer } from "@/core/same-text"
import { db } from "@/server/data/db"

/** What `model` answered; the model is made when it is new. */
export async function createCompletion(
  prompt: { id: string; projectId: string },
  wish: { model?: string; text?: string; messages?: Messages },
) {
  const { projectId } = prompt
  const key = wish.model ?? "unknown"
  const messages = [
    ...(wish.messages ?? [{ role: "assistant" as const, content: wish.text ?? `Answer of ${key}.` }]),
  ]
  const model = await db().model.upsert({
    where: { projectId_key: { projectId, key } },
    create: { projectId, key },
    update: {},
  })
  return db().completion.create({
    data: {
      projectId,
      promptId: prompt.id,
      modelId: model.id,
      hash: hashMessages(messages),
      messages,
      isEmpty: isEmptyAnswer(messages),
      chars: messages.reduce((sum, message) => sum + message.content.length, 0),
      leaks: [],
    },
  })
}
