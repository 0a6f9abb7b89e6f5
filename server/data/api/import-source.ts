/** The row of an import that a prompt or completion came with. */
export const source = (alias: string) =>
  `CASE WHEN ${alias}."importId" IS NOT NULL AND ${alias}."importLine" IS NOT NULL THEN json_build_object(
     'importId', ${alias}."importId", 'line', ${alias}."importLine", 'file', coalesce((SELECT f."name" FROM "ImportFile" f
       WHERE f."importId" = ${alias}."importId" ORDER BY f."id" OFFSET ${alias}."importFile" LIMIT 1), '')) END AS "source"`
