import type { ProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"

/** What the filters of the numbers page offer: what occurs in counted work. */
export type NumbersChoices = {
  readonly rounds: readonly { readonly id: string; readonly name: string }[]
  readonly cohorts: readonly string[]
  readonly criteria: readonly string[]
  readonly tags: readonly string[]
  readonly useCases: readonly string[]
  readonly languages: readonly string[]
  readonly guidelines: readonly number[]
  readonly models: readonly { readonly id: string; readonly name: string }[]
}

export async function listNumbersChoices(access: ProjectAccess<"results:read">): Promise<NumbersChoices> {
  const { projectId } = access
  const [rounds, found, models] = await Promise.all([
    db().round.findMany({
      where: { projectId },
      orderBy: { number: "asc" },
      select: { id: true, name: true },
    }),
    pool().query<
      Record<"cohorts" | "criteria" | "tags" | "useCases" | "languages", string[]> & { guidelines: number[] }
    >(
      `WITH g AS (SELECT * FROM "RollupGroup" WHERE "projectId" = $1::uuid),
         s AS (SELECT s.* FROM "RollupSlice" s JOIN g ON g."id" = s."groupId")
       SELECT ARRAY(SELECT DISTINCT "cohort" COLLATE "C" FROM g WHERE "cohort" NOT IN ('', '*') ORDER BY 1) AS "cohorts",
         ARRAY(SELECT DISTINCT "criterion" COLLATE "C" FROM g WHERE "criterion" <> '' ORDER BY 1) AS "criteria",
         ARRAY(SELECT DISTINCT x COLLATE "C" FROM s, unnest(s."tags") x ORDER BY 1) AS "tags",
         ARRAY(SELECT DISTINCT "useCase" COLLATE "C" FROM s WHERE "useCase" <> '' ORDER BY 1) AS "useCases",
         ARRAY(SELECT DISTINCT "language" COLLATE "C" FROM s WHERE "language" <> '' ORDER BY 1) AS "languages",
         ARRAY(SELECT DISTINCT "guideline" FROM s WHERE "guideline" > 0 ORDER BY 1) AS "guidelines"`,
      [projectId],
    ),
    pool().query<{ id: string; name: string }>(
      `SELECT m."id", coalesce(m."displayName", m."key") AS "name" FROM "RollupModel" r JOIN "Model" m ON m."id" = r."modelId"
       WHERE r."projectId" = $1::uuid ORDER BY 2, 1`,
      [projectId],
    ),
  ])
  const row = found.rows[0]
  return {
    rounds,
    cohorts: row?.cohorts ?? [],
    criteria: row?.criteria ?? [],
    tags: row?.tags ?? [],
    useCases: row?.useCases ?? [],
    languages: row?.languages ?? [],
    guidelines: row?.guidelines ?? [],
    models: models.rows,
  }
}

export async function listRoundNames(
  access: ProjectAccess<"results:read">,
): Promise<ReadonlyMap<string, string>> {
  const rounds = await db().round.findMany({
    where: { projectId: access.projectId },
    select: { id: true, name: true },
  })
  return new Map(rounds.map((round) => [round.id, round.name]))
}
