import { taskSetHash } from "@/core/task-hash"
import { db } from "@/server/data/db"

const kinds = ["DEMONSTRATION", "RATING", "PAIRWISE"] as const

/** A task over completions of one prompt; its kind follows from their number, its order from their hash. */
export async function createTask(
  prompt: { id: string; projectId: string; hash: string },
  completions: readonly { id: string; hash: string }[],
  wish: { overlap?: number } = {},
) {
  const kind = kinds[completions.length] ?? "RANKING"
  const ordered = completions.toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
  const overlap = wish.overlap ?? 1
  const task = await db().task.create({
    data: {
      projectId: prompt.projectId,
      promptId: prompt.id,
      kind,
      k: ordered.length,
      setHash: taskSetHash(
        prompt.hash,
        kind,
        ordered.map((completion) => completion.hash),
      ),
      overlap,
      remaining: overlap,
      open: true,
      ring: 0,
      completions: { create: ordered.map(({ id }, position) => ({ position, completionId: id })) },
    },
  })
  return { ...task, completions: ordered }
}
export type TestTask = Awaited<ReturnType<typeof createTask>>
