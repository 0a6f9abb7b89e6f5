import { DiptychError } from "@/core/errors"
import type { Sql } from "@/server/data/transaction"

/** Where an import puts what is new: a round by number or name, `none`, or (null) the active one. */
export type RoundWish = string | null

export type ImportRound = { readonly id: string; readonly number: number }

type Row = ImportRound & { readonly name: string; readonly active: boolean; readonly closed: boolean }

/**
 * The round that an import goes into; null = no round. NOT_FOUND where none is called that, CONFLICT
 * for a closed one. A number goes before a name that looks like one.
 */
export async function findImportRound(
  sql: Sql,
  projectId: string,
  wish: RoundWish,
): Promise<ImportRound | null> {
  if (wish === "none") return null
  const { rows } = await sql.query<Row>(
    `SELECT "id", "number", "name", "active", "closedAt" IS NOT NULL AS "closed" FROM "Round"
     WHERE "projectId" = $1 ORDER BY "number"`,
    [projectId],
  )
  if (wish === null) return rows.find((round) => round.active) ?? null
  const found =
    rows.find((round) => String(round.number) === wish) ?? rows.find((round) => round.name === wish)
  if (!found) {
    const known = rows.map(({ number, name }) => `${number} (${name})`).join(", ")
    throw new DiptychError(
      "NOT_FOUND",
      `There is no round "${wish}" in this project; ${known === "" ? "it has no rounds yet" : `there are ${known}`}.`,
      { field: "round" },
    )
  }
  if (found.closed) {
    throw new DiptychError("CONFLICT", `Round ${found.number} is closed and takes no more imports.`, {
      field: "round",
    })
  }
  return found
}
