import type { AnnotationLink } from "@/core/audit/annotation-link"
import { annotationHashes } from "@/server/data/seal/seal-annotations"
import type { Sql } from "@/server/data/transaction"

const AT_ONCE = 500

export type LinkedAnnotation = { readonly seq: bigint; readonly hash: string; readonly link: AnnotationLink }

/** The links of the chain over annotations, in order. */
export async function* readAnnotationChain(sql: Sql): AsyncGenerator<LinkedAnnotation> {
  let next = 1n
  for (;;) {
    const { rows } = await sql.query<AnnotationLink & { seq: string; hash: string }>(
      `SELECT "seq", "hash", "annotationId", "projectId", "sealedXid", "facts", "texts" FROM "AnnotationSeal"
       WHERE "seq" >= $1 ORDER BY "seq" LIMIT $2`,
      [String(next), AT_ONCE],
    )
    for (const { seq, hash, ...link } of rows) yield { seq: BigInt(seq), hash, link }
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    next = BigInt(last.seq) + 1n
  }
}

export type SealedAndStored = {
  readonly seq: string
  readonly annotationId: string
  /** As sealed, and as the rows say now; null where they are gone. */
  readonly facts: string
  readonly factsNow: string | null
  readonly texts: string
  readonly textsNow: string | null
  readonly sealedXid: string
  readonly xidNow: string | null
  /** The texts were erased, and whether the person was. */
  readonly textsErased: boolean
  readonly personErased: boolean | null
  /** The project is gone, and whether the audit log has its deletion. */
  readonly projectGone: boolean
  readonly deletionLogged: boolean
}

/** Every seal beside what the database holds now; of one project, or of all. */
export async function* readSealedAnnotations(
  sql: Sql,
  projectId: string | null,
): AsyncGenerator<SealedAndStored> {
  let after = "0"
  for (;;) {
    const { rows } = await sql.query<SealedAndStored>(
      `SELECT s."seq", s."annotationId", s."facts", s."texts", s."sealedXid", n."facts" AS "factsNow",
         n."texts" AS "textsNow", n."xid" AS "xidNow", s."erasedAt" IS NOT NULL AS "textsErased", n."personErased",
         p."id" IS NULL AS "projectGone",
         p."id" IS NULL AND EXISTS (SELECT 1 FROM "AuditEvent" e
           WHERE e."action" = 'project:delete' AND e."subjectId" = s."projectId"::text) AS "deletionLogged"
       FROM (SELECT * FROM "AnnotationSeal" WHERE "seq" > $1 AND ($2::uuid IS NULL OR "projectId" = $2)
             ORDER BY "seq" LIMIT $3) s
         LEFT JOIN "Project" p ON p."id" = s."projectId"
         LEFT JOIN LATERAL (SELECT a."xid", u."erasedAt" IS NOT NULL AS "personErased", ${annotationHashes}
           FROM "Annotation" a JOIN "User" u ON u."id" = a."annotatorId" WHERE a."id" = s."annotationId") n ON true
       ORDER BY s."seq"`,
      [after, projectId, AT_ONCE],
    )
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    after = last.seq
  }
}

/** Annotations that no seal was ever made for: written past the trigger. At most ten. */
export async function listUnsealable(sql: Sql, projectId: string | null): Promise<readonly string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT a."id" FROM "Annotation" a WHERE ($1::uuid IS NULL OR a."projectId" = $1)
       AND NOT EXISTS (SELECT 1 FROM "AnnotationSeal" s WHERE s."annotationId" = a."id")
     ORDER BY a."id" LIMIT 10`,
    [projectId],
  )
  return rows.map((row) => row.id)
}

export async function countAnnotationSeals(sql: Sql): Promise<{ linked: bigint; waiting: number }> {
  const { rows } = await sql.query<{ linked: string; waiting: number }>(
    `SELECT count("seq") AS "linked", (count(*) - count("seq"))::int AS "waiting" FROM "AnnotationSeal"`,
  )
  return { linked: BigInt(rows[0]?.linked ?? 0), waiting: rows[0]?.waiting ?? 0 }
}
