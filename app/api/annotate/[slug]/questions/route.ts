import { questionRequestSchema } from "@/core/annotate/wire"
import { askQuestion } from "@/server/annotate/ask-question"
import { route } from "@/server/http/route"

export const POST = route(
  {
    access: { project: "annotations:create" },
    body: questionRequestSchema,
    limit: { name: "questions", max: 30, seconds: 3600 },
  },
  async ({ access, body }) => {
    await askQuestion(access, body)
    return undefined
  },
)
