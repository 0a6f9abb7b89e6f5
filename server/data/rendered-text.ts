import type { Annotator } from "@/server/data/annotator"
import { db } from "@/server/data/db"

export type CachedText = { readonly hash: string; readonly html: string }

// The cache holds nothing that its key does not: whoever knows the hash of a text has the text.

export async function listRenderedTexts(
  _who: Annotator,
  renderer: string,
  hashes: readonly string[],
): Promise<CachedText[]> {
  return db().renderedText.findMany({
    where: { renderer, hash: { in: [...hashes] } },
    select: { hash: true, html: true },
  })
}

export async function insertRenderedTexts(
  _who: Annotator,
  renderer: string,
  texts: readonly CachedText[],
): Promise<void> {
  if (texts.length === 0) return
  await db().renderedText.createMany({
    data: texts.map((text) => ({ ...text, renderer })),
    skipDuplicates: true,
  })
}
