import type { NumbersFilter } from "@/core/numbers/query"
import type { Likelihood, ReferencedText } from "@/core/numbers/text-metrics"
import type { ProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"

/** Prompts with references that are looked at, first by hash: enough for a metric, bounded for a large project. */
const PROMPTS = 500

const conditions = `($2 = '' OR p."language" = $2) AND ($3 = '' OR p."useCase" = $3) AND ($4 = '' OR $4 = ANY (p."tags"))`

/** Answers to prompts that have a reference (last message each), and log-probabilities by model. */
export async function loadReferencedTexts(access: ProjectAccess<"results:read">, filter: NumbersFilter) {
  const values = [access.projectId, filter.language, filter.useCase, filter.tag]
  const texts = await pool().query<ReferencedText>(
    `SELECT coalesce(m."displayName", m."key") AS "model", c."messages" -> -1 ->> 'content' AS "text", r."references"
     FROM (SELECT p."id", p."hash", array_agg(f."content" ORDER BY f."hash") AS "references" FROM "Reference" f
       JOIN "Prompt" p ON p."id" = f."promptId" WHERE p."projectId" = $1::uuid AND ${conditions}
       GROUP BY p."id", p."hash" ORDER BY p."hash" COLLATE "C" LIMIT ${PROMPTS}) r
     JOIN "Completion" c ON c."promptId" = r."id" JOIN "Model" m ON m."id" = c."modelId"
     WHERE ($5 = '' OR c."roundId"::text = $5) AND ($6 = '' OR m."id"::text = $6) AND c."authorId" IS NULL
     ORDER BY r."hash" COLLATE "C", c."hash" COLLATE "C"`,
    [...values, filter.round, filter.model],
  )
  const likelihoods = await pool().query<Likelihood>(
    `SELECT coalesce(m."displayName", m."key") AS "model", sum(c."logProbSum")::float8 AS "logProb",
       sum(c."tokenCount")::float8 AS "tokens", count(*)::int AS "texts",
       sum(c."logProbSum"::float8 ^ 2) AS "logProb2", sum(c."tokenCount"::float8 ^ 2) AS "tokens2",
       sum(c."logProbSum"::float8 * c."tokenCount") AS "both"
     FROM "Completion" c JOIN "Prompt" p ON p."id" = c."promptId" JOIN "Model" m ON m."id" = c."modelId"
     WHERE p."projectId" = $1::uuid AND c."logProbSum" IS NOT NULL AND c."tokenCount" > 0 AND ${conditions}
       AND ($5 = '' OR c."roundId"::text = $5) AND ($6 = '' OR m."id"::text = $6) GROUP BY 1`,
    [...values, filter.round, filter.model],
  )
  return { texts: texts.rows, likelihoods: likelihoods.rows }
}
