import type { z } from "zod"
import type { questionRequestSchema } from "@/core/annotate/wire"
import type { ProjectAccess } from "@/server/access"
import { requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { createQuestion } from "@/server/data/questions"

/** A question of somebody who annotates, for those who run the project. */
export async function askQuestion(
  access: ProjectAccess<"annotations:create">,
  { account, ...question }: z.output<typeof questionRequestSchema>,
): Promise<void> {
  const who = requireAnnotator(access)
  requireAccount(who, account)
  await createQuestion(who, who.userId, { ...question, text: question.text.trim() })
}
