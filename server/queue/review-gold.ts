import { reviewGold } from "@/core/queue/gold-review"
import { DiptychError } from "@/core/errors"
import type { Annotator } from "@/server/data/annotator"
import { retire } from "@/server/data/gold"
import { countGoldAnswers, listGoldVerdicts } from "@/server/data/gold-answers"
import { prismaTransaction } from "@/server/data/prisma-transaction"
import { logError } from "@/server/log"

/**
 * After an answer to a gold task: retires it where good people fail it or it leaked
 * (core/queue/gold-review.ts), with the figures in its reason and in the log. The answer is saved
 * already; whatever goes wrong here must not touch it.
 */
export async function reviewAnsweredGold({ projectId }: Annotator, taskId: string): Promise<void> {
  try {
    const { answers, wrong } = await countGoldAnswers(taskId)
    const due = (wrong >= 4 && wrong >= 0.3 * answers) || (answers >= 20 && answers % 5 === 0)
    if (!due) return
    const reason = reviewGold(taskId, await listGoldVerdicts({ projectId }, taskId))
    if (reason === null) return
    await prismaTransaction((tx) => retire(tx, { actor: { kind: "system" }, projectId }, taskId, reason))
  } catch (error) {
    // Somebody else retired it at the same moment.
    if (error instanceof DiptychError && error.code === "NOT_FOUND") return
    logError({
      event: "gold-review",
      taskId,
      message: error instanceof Error ? error.message : String(error),
    })
  }
}
