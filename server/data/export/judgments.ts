import type { LeftOutReason } from "@/formats/export/skip-reasons"
import type { AnnotationUnit, ComparisonUnit, WhoUnit } from "@/formats/export/units"
import { toUuid } from "@/server/data/export/copy-rows"
import type { Details } from "@/server/data/export/load-details"
import type { ProjectFacts } from "@/server/data/export/load-project-facts"
import type { AnnotationRow, WhoRow } from "@/server/data/export/rows"

/**
 * Annotations by task id, oldest first, each marked as counted or with the reasons why not. Counted =
 * the latest revision of its assignment in the snapshot, ACCEPTED, purpose LABEL, not excluded.
 */
export function createJudgments(
  rows: readonly AnnotationRow[],
  facts: ProjectFacts,
  details: Details | undefined,
): Map<string, AnnotationUnit[]> {
  const latest = new Map<string, number>()
  const annotations = new Map<string, AnnotationRow[]>()
  for (const row of rows) {
    if (row.revision > (latest.get(row.assignmentId) ?? 0)) latest.set(row.assignmentId, row.revision)
    const own = annotations.get(row.id)
    if (own) own.push(row)
    else annotations.set(row.id, [row])
  }
  const byTask = new Map<string, AnnotationRow[][]>()
  for (const own of annotations.values()) {
    const taskId = own[0]?.taskId ?? ""
    const list = byTask.get(taskId)
    if (list) list.push(own)
    else byTask.set(taskId, [own])
  }
  const judgments = new Map<string, AnnotationUnit[]>()
  for (const [taskId, list] of byTask) {
    judgments.set(
      taskId,
      list.sort(byTime).map((own) => toUnit(own, latest, facts, details)),
    )
  }
  return judgments
}

function toUnit(
  own: readonly AnnotationRow[],
  latest: ReadonlyMap<string, number>,
  facts: ProjectFacts,
  details: Details | undefined,
): AnnotationUnit {
  const [row] = own
  if (!row) throw new RangeError("An annotation without a row.")
  const reasons = reasonsOf(row, latest.get(row.assignmentId) === row.revision, facts)
  return {
    leftOut: reasons[0] ?? null,
    ...(reasons.length > 0 && { reasons }),
    notRankable: row.notRankable,
    comparisons: own.length === 1 ? toComparison(row) : own.flatMap(toComparison).sort(byPair),
    ...(row.who && { who: toWho(row, row.who, facts) }),
    ...(details && { detail: details.annotationDetail(row) }),
  }
}

const counted: readonly LeftOutReason[] = []

/** Control tasks and repeats come first: they were never meant to be data. */
function reasonsOf(row: AnnotationRow, isLatest: boolean, facts: ProjectFacts): readonly LeftOutReason[] {
  if (row.purpose === "LABEL" && isLatest && row.status === "ACCEPTED" && facts.exclusions.length === 0) {
    return counted
  }
  const reasons: LeftOutReason[] = []
  if (row.purpose !== "LABEL") reasons.push(row.purpose === "GOLD" ? "gold" : "repeat")
  if (!isLatest) reasons.push("superseded")
  if (row.status !== "ACCEPTED") reasons.push(row.status === "SURPLUS" ? "surplus" : "withdrawn")
  if (isExcluded(row, facts)) reasons.push("excluded")
  return reasons
}

function isExcluded({ id, annotatorId, createdAt }: AnnotationRow, facts: ProjectFacts): boolean {
  if (facts.exclusions.length === 0) return false
  return facts.isExcluded({ id: toUuid(id), annotatorId: toUuid(annotatorId), createdAt })
}

function toWho(row: AnnotationRow, who: WhoRow, facts: ProjectFacts): WhoUnit {
  const protocol = facts.protocols.get(toUuid(who.protocolId))
  if (!protocol) throw new RangeError(`Protocol ${toUuid(who.protocolId)} is not in the project.`)
  const guideline = who.guidelineId === null ? undefined : facts.guidelines.get(toUuid(who.guidelineId))
  return {
    annotator: facts.pseudonym("p", toUuid(row.annotatorId)),
    submittedAt: row.createdAt.toISOString(),
    cohort: who.cohort,
    guideline: guideline?.version ?? null,
    protocol: protocol.unit,
    activeMs: who.activeMs,
    blind: who.blind,
    rationale: who.rationale,
  }
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
