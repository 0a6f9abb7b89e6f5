import { type SplitName, splitNames } from "@/formats/export/settings"
import { splitOfFacts } from "@/formats/export/split-of"
import { Prisma } from "@/prisma/client/client"
import type { Run } from "@/server/data/run-sql"

const batch = 5000

/**
 * Gives prompts without a split the one that the project's rule says: by source user, else by
 * conversation, else by the prompt itself, with the very hash of an export's `splitBy: user`. Where
 * the data came with a split for some of a user's prompts (or of a conversation), the rest follow the most
 * held back of them, so that no user straddles because of this. A split is set once: what has one keeps
 * it. Returns how many got one.
 */
export async function settleSplits(run: Run, projectId: string): Promise<number> {
  const [rule] = await run<{ test: number | null; validation: number }>(Prisma.sql`
    SELECT "splitTest" AS "test", "splitValidation" AS "validation" FROM "Project" WHERE "id" = ${projectId}::uuid`)
  if (!rule || rule.test === null) return 0
  const settings = {
    splitBy: "user",
    testShare: rule.test,
    validationShare: rule.validation,
    keepSplits: true,
  } as const
  // What users and conversations have already, looked up once: it would not change on the way.
  await run(Prisma.sql`DROP TABLE IF EXISTS known_split`)
  await run(Prisma.sql`CREATE TEMP TABLE known_split ON COMMIT DROP AS
    SELECT x."kind", x."key", (array_agg(x."split" ORDER BY array_position(ARRAY['test', 'validation', 'train'], x."split")))[1] AS "split"
    FROM (
      SELECT 'user' AS "kind", p."sourceUser" AS "key", s."split" FROM "Prompt" p JOIN "PromptSplit" s ON s."promptId" = p."id"
      WHERE p."projectId" = ${projectId}::uuid AND p."sourceUser" IS NOT NULL
      UNION ALL
      SELECT 'conversation', p."conversationId", s."split" FROM "Prompt" p JOIN "PromptSplit" s ON s."promptId" = p."id"
      WHERE p."projectId" = ${projectId}::uuid AND p."conversationId" IS NOT NULL
    ) x GROUP BY 1, 2`)
  let given = 0
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await run<Row>(Prisma.sql`
      SELECT p."id", p."hash", p."conversationId", p."sourceUser", coalesce(u."split", c."split") AS "known"
      FROM "Prompt" p
      LEFT JOIN known_split u ON u."kind" = 'user' AND u."key" = p."sourceUser"
      LEFT JOIN known_split c ON c."kind" = 'conversation' AND c."key" = p."conversationId"
      WHERE p."projectId" = ${projectId}::uuid AND p."id" > ${after}::uuid AND p."messages" <> '[]'
        AND NOT EXISTS (SELECT 1 FROM "PromptSplit" s WHERE s."promptId" = p."id")
      ORDER BY p."id" LIMIT ${batch}`)
    const last = rows.at(-1)
    if (!last) return given
    const splits = rows.map(({ hash, conversationId, sourceUser, known }) =>
      splitOfFacts({ hash, conversationId, sourceUser, firstTurn: null, imported: toSplit(known) }, settings),
    )
    await run(Prisma.sql`INSERT INTO "PromptSplit" ("promptId", "split")
      SELECT * FROM unnest(${rows.map((row) => row.id)}::uuid[], ${splits}::text[]) ON CONFLICT DO NOTHING`)
    given += rows.length
    after = last.id
  }
}

type Row = {
  readonly id: string
  readonly hash: string
  readonly conversationId: string | null
  readonly sourceUser: string | null
  readonly known: string | null
}

function toSplit(known: string | null): SplitName | null {
  return splitNames.find((name) => name === known) ?? null
}
