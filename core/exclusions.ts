import { groupBy } from "@/core/group-by"

/** A row of the append-only list of exclusions: of one annotation, of a person's, or taking one back. */
export type ExclusionRow = {
  readonly id: string
  readonly annotationId: string | null
  readonly annotatorId: string | null
  /** From this time on (included), null = from the start. */
  readonly fromAt: Date | null
  /** Before this time, null = without end. */
  readonly untilAt: Date | null
  readonly reverses: string | null
}

export type ExclusionCheck = (annotation: {
  readonly id: string
  readonly annotatorId: string
  readonly createdAt: Date
}) => boolean

/**
 * Which annotations the list leaves out. A row is in force unless a row that is in force reverses it,
 * so taking back a reversal puts the exclusion back.
 *
 * Example: E excludes, R reverses E, Q reverses R: E is in force.
 */
export function createExclusionCheck(rows: readonly ExclusionRow[]): ExclusionCheck {
  const reversalOf = new Map(rows.filter((row) => row.reverses !== null).map((row) => [row.reverses, row.id]))
  const inForce = rows.filter((row) => row.reverses === null && isInForce(row.id, reversalOf))
  const single = new Set(inForce.map((row) => row.annotationId))
  const byPerson = groupBy(
    inForce.filter((row) => row.annotatorId !== null),
    (row) => row.annotatorId,
  )
  return ({ id, annotatorId, createdAt }) =>
    single.has(id) ||
    (byPerson.get(annotatorId) ?? []).some(
      ({ fromAt, untilAt }) =>
        (fromAt === null || createdAt >= fromAt) && (untilAt === null || createdAt < untilAt),
    )
}

/** Every row is reversed at most once (unique in the database), so the chain of reversals is a line. */
function isInForce(id: string, reversalOf: ReadonlyMap<string | null, string>): boolean {
  let depth = 0
  for (let at = reversalOf.get(id); at !== undefined; at = reversalOf.get(at)) depth++
  return depth % 2 === 0
}
