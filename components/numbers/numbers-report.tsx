import { AgreementByPanel, AgreementPanel } from "@/components/numbers/agreement-panels"
import { AnswersPanel } from "@/components/numbers/answers-panel"
import { LengthPanel, PositionPanel } from "@/components/numbers/bias-panels"
import { CrowdPanel, type CrowdState } from "@/components/numbers/crowd-panel"
import { GroupsPanel } from "@/components/numbers/groups-panel"
import { Headline } from "@/components/numbers/headline"
import { LooksPanel } from "@/components/numbers/looks-panel"
import { PacePanel } from "@/components/numbers/pace-panel"
import { PeoplePanel } from "@/components/numbers/people-panel"
import { EqualLengthPanel, MatrixPanel, RatingPanel } from "@/components/numbers/rating-panels"
import type { RowsShown } from "@/components/numbers/rows-shown"
import { SlicesPanel, type SlicesState } from "@/components/numbers/slices-panel"
import { StopPanel } from "@/components/numbers/stop-panel"
import { TextPanel } from "@/components/numbers/text-panel"
import { Warnings } from "@/components/numbers/warnings"
import type { AuditQuestion } from "@/core/numbers/bias-audit"
import type { ProjectProgress } from "@/core/lists/progress-rows"
import type { TextRow } from "@/core/numbers/text-metrics"
import type { NumbersReport } from "@/core/numbers/report"

/** All figures of a project, in the order in which they are asked for. */
export function NumbersReportView({
  report,
  progress,
  texts,
  today,
  rate,
  looks,
  crowd,
  slices,
  groups,
  shown,
  personHref,
}: {
  report: NumbersReport
  progress: ProjectProgress
  texts: readonly TextRow[]
  today: string
  rate: number
  /** What needs a look, and where; null = the reader may not go there. */
  looks: Parameters<typeof LooksPanel>[0]
  crowd: CrowdState
  slices: SlicesState
  /** Empty: nothing is asked, or the reader may not see it. */
  groups: readonly AuditQuestion[]
  /** How much of long tables is on the page. */
  shown: RowsShown
  personHref: ((id: string) => string) | null
}) {
  const { judgments } = progress
  return (
    <div className="grid grid-cols-1 gap-5" data-report>
      <Headline report={report} done={judgments} />
      <Warnings warnings={report.warnings} />
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
        <RatingPanel report={report} shown={shown} />
        <MatrixPanel report={report} shown={shown} />
        <AgreementPanel report={report} />
        <StopPanel report={report} />
        <EqualLengthPanel report={report} shown={shown} />
        <AnswersPanel report={report} />
        <PositionPanel report={report} />
        <LengthPanel report={report} />
        <AgreementByPanel report={report} shown={shown} />
        <PacePanel report={report} left={judgments.wanted - judgments.counted} today={today} rate={rate} />
      </div>
      <SlicesPanel slices={slices} shown={shown} />
      {texts.length > 0 && (
        <TextPanel rows={texts} ratings={report.ratings.defined ? report.ratings.value.rows : []} />
      )}
      <LooksPanel {...looks} />
      <PeoplePanel report={report} personHref={personHref} />
      <CrowdPanel crowd={crowd} shown={shown} />
      {groups.length > 0 && <GroupsPanel questions={groups} />}
    </div>
  )
}
