import { DayBars } from "@/components/numbers/day-bars"
import { ChartPair, FigurePanel, NARROW, NoFigure, WIDE } from "@/components/numbers/figure-panel"
import { duration, figure } from "@/components/numbers/format"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import { forecastDays, shiftDay } from "@/core/numbers/forecast"
import type { NumbersReport } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

export function PacePanel({
  report,
  left,
  today,
  rate,
}: {
  report: NumbersReport
  /** Judgments of the whole project still wanted. */
  left: number
  /** `2026-11-21`, UTC. */
  today: string
  rate: number
}) {
  const { days, work } = report
  const shown = fillDays(days, today)
  const forecast = forecastDays(left, days, today)
  const day = (value: number) => shiftDay(today, Math.ceil(value))
  return (
    <FigurePanel
      id="pace"
      title="When will it be done, and at what cost?"
      meta={`n ${figure(work.timed)} timed answers`}
      answer={
        <>
          {left === 0
            ? "All judgments are in. "
            : forecast.defined
              ? `At the pace of the last two weeks done about ${day(forecast.value.estimate)} (${day(forecast.value.low)} to ${Number.isFinite(forecast.value.high) && forecast.value.high < 3650 ? day(forecast.value.high) : "open"}). `
              : "No answers in the last two weeks, so there is no forecast. "}
          {work.seconds.defined
            ? `An answer takes ${duration(work.seconds.value)} of active time, ${work.hours.toFixed(1)} hours in all. `
            : "No active time was measured. "}
          {work.seconds.defined && rate > 0
            ? `At ${figure(rate)} an hour: ${(work.hours * rate).toFixed(2)} so far, ${((work.seconds.value / 3600) * rate).toFixed(3)} an answer, ${((left * work.seconds.value * rate) / 3600).toFixed(2)} to go.`
            : "Set the cost of an hour above to see costs."}
        </>
      }
      definition={
        <p>
          Counted answers per day (UTC), empty days included. The forecast divides what is left by the mean of
          the last 14 whole days; its interval comes from how much those days differ (Student’s t). Active
          time is what the page measured while visible and in use, at most half an hour an answer; cost is
          active time times the rate.
        </p>
      }
      table={
        <Table caption="Answers per day">
          <thead>
            <tr>
              <Th>Day</Th>
              <Th numeric>Answers</Th>
              <Th numeric>People</Th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((one) => (
              <Tr key={one.day}>
                <Td>{one.day}</Td>
                <Td numeric>{one.answers}</Td>
                <Td numeric>{one.people}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      }
    >
      {days.length === 0 ? (
        <NoFigure>{REASONS["no-data"]}</NoFigure>
      ) : (
        <ChartPair
          wide={<DayBars days={shown} width={WIDE} id={`pace-wide`} />}
          narrow={<DayBars days={shown} width={NARROW} id={`pace-narrow`} />}
        />
      )}
    </FigurePanel>
  )
}

/** The last 90 days at most, empty ones included. */
function fillDays(days: NumbersReport["days"], today: string) {
  const first = days[0]?.day
  const last = days.at(-1)?.day
  if (first === undefined || last === undefined) return []
  const end = last > today ? last : today
  const byDay = new Map(days.map((day) => [day.day, day.answers]))
  const filled: { day: string; answers: number }[] = []
  for (let day = end; day >= first && filled.length < 90; day = shiftDay(day, -1)) {
    filled.unshift({ day, answers: byDay.get(day) ?? 0 })
  }
  return filled
}
