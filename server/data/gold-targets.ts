import { hash, randomUUID } from "node:crypto"
import { taskSetHash } from "@/core/task-hash"
import type { ProjectAccess } from "@/server/access"
import type { Tx } from "@/server/data/db"

export type PromptWish = { readonly externalId: string | null; readonly hash: string | null }

/** The prompt of a row, by its id in the source or by its text. */
export async function findPrompt(tx: Tx, access: ProjectAccess<"tasks:update">, wish: PromptWish) {
  return tx.prompt.findFirst({
    where: {
      projectId: access.projectId,
      ...(wish.externalId !== null && { externalId: wish.externalId }),
      ...(wish.hash !== null && { hash: wish.hash }),
    },
    select: { id: true, hash: true },
  })
}

/** A text of a prompt, by the key of a model that gave it or by the text itself. Several = the model gave several. */
export async function findTexts(tx: Tx, promptId: string, wish: { model: string; hash: string }) {
  const found = await tx.completion.findMany({
    where: { promptId, OR: [{ model: { key: wish.model } }, { hash: wish.hash }] },
    select: { id: true, hash: true },
    distinct: ["hash"],
    take: 3,
  })
  const exact = found.filter((one) => one.hash === wish.hash)
  return exact.length > 0 ? exact : found
}

/** The task over two texts of a prompt, made where the pairing policy made none. Texts in stored order. */
export async function ensurePairTask(
  tx: Tx,
  access: ProjectAccess<"tasks:update">,
  prompt: { readonly id: string; readonly hash: string },
  texts: readonly [{ id: string; hash: string }, { id: string; hash: string }],
): Promise<{ id: string; created: boolean }> {
  const { projectId } = access
  const setHash = taskSetHash(
    prompt.hash,
    "PAIRWISE",
    texts.map((text) => text.hash),
  )
  const known = await tx.task.findUnique({
    where: { projectId_setHash: { projectId, setHash } },
    select: { id: true },
  })
  if (known) return { id: known.id, created: false }
  const { seed } = await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { seed: true } })
  const id = randomUUID()
  await tx.task.create({
    data: {
      id,
      projectId,
      promptId: prompt.id,
      kind: "PAIRWISE",
      k: 2,
      setHash,
      overlap: 1,
      remaining: 1,
      open: true,
      ring: Number.parseInt(hash("sha256", `${seed}:${setHash}`, "hex").slice(0, 8), 16) >>> 1,
      completions: { create: texts.map((text, position) => ({ position, completionId: text.id })) },
    },
  })
  return { id, created: true }
}
