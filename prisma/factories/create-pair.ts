import { createCompletion } from "@/prisma/factories/create-completion"
import type { TestProject } from "@/prisma/factories/create-project"
import { createPrompt } from "@/prisma/factories/create-prompt"
import { createTask } from "@/prisma/factories/create-task"

/** A prompt, answers of several models and one task over them: the shortest way to something to judge. */
export async function createPair(
  project: TestProject,
  wish: {
    prompt?: string
    answers?: Readonly<Record<string, string>>
    split?: "train" | "validation" | "test"
  } = {},
) {
  const prompt = await createPrompt(project, {
    ...(wish.prompt !== undefined && { text: wish.prompt }),
    ...(wish.split && { split: wish.split }),
  })
  const answers = wish.answers ?? { "model-1": "First answer.", "model-2": "Second answer." }
  const completions = []
  for (const [model, text] of Object.entries(answers))
    completions.push(await createCompletion(prompt, { model, text }))
  const task = await createTask(prompt, completions, { overlap: 3 })
  return { prompt, completions, task }
}
