import type { ErasableText } from "@/core/people/erasure"
import type { Tx } from "@/server/data/db"

/**
 * Takes out what a person typed freely, by kind, inside an erasure. The seals of annotations whose texts
 * go lose their salts: what they vouched for cannot be checked any more, nor guessed. Returns how many
 * annotations had such a text.
 */
export async function eraseTexts(tx: Tx, userId: string, kinds: readonly ErasableText[]): Promise<number> {
  if (kinds.length === 0) return 0
  const [notes, rationales, edits] = (["notes", "rationales", "edits"] as const).map((kind) =>
    kinds.includes(kind),
  )
  const count = await tx.$executeRaw`
    WITH "had" AS (
      SELECT a."id" FROM "Annotation" a WHERE a."annotatorId" = ${userId}::uuid AND (
        (${notes} AND (a."note" IS NOT NULL OR EXISTS (
          SELECT 1 FROM "Flag" f WHERE f."annotationId" = a."id" AND f."comment" IS NOT NULL)))
        OR (${rationales} AND a."rationale" IS NOT NULL)
        OR (${edits} AND a."editedText" IS NOT NULL))
    ), "salts" AS (
      UPDATE "AnnotationSeal" s SET "textSalt" = NULL, "erasedAt" = now()
      FROM "had" WHERE s."annotationId" = "had"."id" AND s."seq" IS NOT NULL
    ), "flags" AS (
      UPDATE "Flag" f SET "comment" = NULL FROM "had"
      WHERE ${notes} AND f."annotationId" = "had"."id" AND f."comment" IS NOT NULL
    )
    UPDATE "Annotation" a SET
      "note" = CASE WHEN ${notes} THEN NULL ELSE a."note" END,
      "rationale" = CASE WHEN ${rationales} THEN NULL ELSE a."rationale" END,
      "editedText" = CASE WHEN ${edits} THEN NULL ELSE a."editedText" END
    FROM "had" WHERE a."id" = "had"."id"`
  // An item that changed nothing is kept whole, with whatever was typed into it.
  await tx.$executeRaw`UPDATE "OutboxReceipt" SET "item" = NULL WHERE "annotatorId" = ${userId}::uuid AND "item" IS NOT NULL`
  if (notes) {
    await tx.$executeRaw`UPDATE "Skip" SET "note" = NULL WHERE "annotatorId" = ${userId}::uuid AND "note" IS NOT NULL`
    await tx.$executeRaw`UPDATE "Assignment" SET "skipNote" = NULL WHERE "annotatorId" = ${userId}::uuid AND "skipNote" IS NOT NULL`
    await tx.$executeRaw`UPDATE "Question" SET "text" = '(erased)' WHERE "askedById" = ${userId}::uuid`
  }
  if (rationales) {
    await tx.$executeRaw`UPDATE "Adjudication" SET "reason" = '' WHERE "adjudicatorId" = ${userId}::uuid AND "reason" <> ''`
    await tx.$executeRaw`UPDATE "DemonstrationReview" SET "comment" = '' WHERE "reviewerId" = ${userId}::uuid AND "comment" <> ''`
  }
  return count
}
