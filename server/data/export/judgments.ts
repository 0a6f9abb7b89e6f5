import { groupBy } from "@/core/group-by"
import type { LeftOutReason } from "@/formats/export/skip-reasons"
import type { AnnotationUnit, ComparisonUnit } from "@/formats/export/units"
import type { Details } from "@/server/data/export/load-details"
import type { ProjectFacts } from "@/server/data/export/load-project-facts"
import type { AnnotationRow } from "@/server/data/export/rows"

/**
 * Annotations by task id, oldest first, each marked as counted or with the reason why not. Counted =
 * the latest revision of its assignment in the snapshot, ACCEPTED, purpose LABEL, not excluded.
 */
export function createJudgments(
  rows: readonly AnnotationRow[],
  facts: ProjectFacts,
  details: Details | undefined,
): Map<string, AnnotationUnit[]> {
  const latest = new Map<string, number>()
  for (const row of rows) {
    if (row.revision > (latest.get(row.assignmentId) ?? 0)) latest.set(row.assignmentId, row.revision)
  }
  const annotations = [...groupBy(rows, (row) => row.id).values()].sort(byTime)
  const byTask = new Map<string, AnnotationUnit[]>()
  for (const own of annotations) {
    const [row] = own
    if (!row) continue
    const unit: AnnotationUnit = {
      leftOut: leftOutReason(row, latest.get(row.assignmentId) === row.revision, facts),
      notRankable: row.notRankable,
      comparisons: own.flatMap(toComparison).sort(byPair),
      ...(details && { detail: details.annotationDetail(row) }),
    }
    const list = byTask.get(row.taskId)
    if (list) list.push(unit)
    else byTask.set(row.taskId, [unit])
  }
  return byTask
}

function leftOutReason(row: AnnotationRow, isLatest: boolean, facts: ProjectFacts): LeftOutReason | null {
  if (row.purpose !== "LABEL") return row.purpose === "GOLD" ? "gold" : "repeat"
  if (!isLatest) return "superseded"
  if (row.status !== "ACCEPTED") return row.status === "SURPLUS" ? "surplus" : "withdrawn"
  return facts.isExcluded(row) ? "excluded" : null
}

function toComparison(row: AnnotationRow): ComparisonUnit[] {
  if (row.criterion === null) return []
  const { criterion, positionA, positionB, preference, bothBad, level } = row
  return [{ criterion, positionA, positionB, preference, bothBad, level }]
}

function byTime([a]: readonly AnnotationRow[], [b]: readonly AnnotationRow[]): number {
  if (!a || !b) return 0
  return a.createdAt.getTime() - b.createdAt.getTime() || a.revision - b.revision || (a.id < b.id ? -1 : 1)
}

function byPair(a: ComparisonUnit, b: ComparisonUnit): number {
  if (a.criterion !== b.criterion) return a.criterion < b.criterion ? -1 : 1
  return a.positionA - b.positionA || a.positionB - b.positionB
}
