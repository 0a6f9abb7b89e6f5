import { hashAnnotationLink } from "@/core/audit/annotation-link"
import { moveHead, readHead, takeSealLock } from "@/server/data/seal/chain-head"
import type { Sql } from "@/server/data/transaction"
import { transaction } from "@/server/data/transaction"
import { enqueueAnnotations } from "@/server/data/webhooks/enqueue"

const AT_ONCE = 500

/** What an annotation holds now, as the two hashes of its seal; `s` is its seal, `a` the annotation. */
export const annotationHashes = `
  encode(sha256(convert_to(diptych_annotation_facts(a."id"), 'UTF8')), 'hex') AS "facts",
  encode(sha256(decode(s."textSalt", 'hex') || convert_to(diptych_annotation_texts(a."id"), 'UTF8')), 'hex') AS "texts"`

type Waiting = {
  annotationId: string
  projectId: string
  sealedXid: string
  facts: string
  texts: string
}

/** Links committed annotation revisions that are not linked yet. Returns how many were dealt with. */
export async function sealAnnotations(): Promise<number> {
  return transaction(async (tx) => {
    if (!(await takeSealLock(tx))) return 0
    const gone = await dropSealsOfGone(tx)
    let { seq, hash } = await readHead(tx, "annotations")
    const { rows } = await tx.query<Waiting>(
      `SELECT s."annotationId", s."projectId", a."xid" AS "sealedXid", ${annotationHashes}
       FROM (SELECT * FROM "AnnotationSeal" WHERE "seq" IS NULL ORDER BY "annotationId" LIMIT $1) s
         JOIN "Annotation" a ON a."id" = s."annotationId"
       ORDER BY a."xid", a."id"`,
      [AT_ONCE],
    )
    if (rows.length === 0) return gone
    const links = rows.map((row) => {
      seq += 1n
      hash = hashAnnotationLink(row, seq, hash)
      return { ...row, seq: String(seq), hash }
    })
    await tx.query(
      `UPDATE "AnnotationSeal" s SET "seq" = l."seq", "hash" = l."hash", "sealedXid" = l."sealedXid",
         "facts" = l."facts", "texts" = l."texts"
       FROM jsonb_to_recordset($1::jsonb) AS l("annotationId" uuid, "seq" bigint, "hash" text, "sealedXid" bigint,
         "facts" text, "texts" text) WHERE s."annotationId" = l."annotationId"`,
      [JSON.stringify(links)],
    )
    await enqueueAnnotations(
      tx,
      links.map((link) => link.annotationId),
    )
    await moveHead(tx, "annotations", { seq, hash })
    return links.length + gone
  })
}

/** A project was deleted before the sealer came by: there is nothing left to vouch for. */
async function dropSealsOfGone(tx: Sql): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM "AnnotationSeal" s WHERE s."annotationId" IN (
       SELECT w."annotationId" FROM "AnnotationSeal" w WHERE w."seq" IS NULL ORDER BY w."annotationId" LIMIT $1)
     AND NOT EXISTS (SELECT 1 FROM "Annotation" a WHERE a."id" = s."annotationId")`,
    [AT_ONCE],
  )
  return rowCount ?? 0
}
