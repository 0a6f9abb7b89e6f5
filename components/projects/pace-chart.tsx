import { plural, toFigure } from "@/components/projects/figures"
import type { PaceDay } from "@/core/lists/progress-rows"

const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" })
const label = (day: string) => short.format(new Date(`${day}T00:00:00Z`))

/**
 * Counted answers per day, from zero, empty days included. Bars are SVG attributes (no inline style);
 * the same figures stand in a table for those who do not see the picture.
 */
export function PaceChart({ days }: { days: readonly PaceDay[] }) {
  const total = days.reduce((sum, day) => sum + day.counted, 0)
  const active = days.filter((day) => day.counted > 0).length
  const top = Math.max(...days.map((day) => day.counted), 1)
  return (
    <section aria-labelledby="pace" className="panel panel-padded flex flex-col">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="pace" className="text-base">
          At what pace?
        </h2>
        <p className="figures text-xs text-ink-3">
          last {days.length} days, UTC, n {toFigure(total)}
        </p>
      </div>
      <p className="figures mt-1 text-sm text-ink-2">
        {total === 0
          ? "No counted answer in these days."
          : `${plural(total, "answer")} on ${plural(active, "day")}; most on one day: ${toFigure(top)}.`}
      </p>
      {total > 0 && <Bars days={days} top={top} />}
    </section>
  )
}

function Bars({ days, top }: { days: readonly PaceDay[]; top: number }) {
  const first = days[0]
  const last = days.at(-1)
  return (
    <>
      <svg
        aria-hidden
        viewBox={`0 0 ${days.length * 10} 40`}
        preserveAspectRatio="none"
        className="mt-6 h-40 max-h-72 w-full grow border-b border-line-strong"
      >
        {days.map((day, index) => {
          const height = (day.counted / top) * 38
          return (
            <rect
              key={day.day}
              x={index * 10 + 1.5}
              y={40 - height}
              width={7}
              height={height}
              className="fill-accent"
            >
              <title>{`${label(day.day)}: ${day.counted}`}</title>
            </rect>
          )
        })}
      </svg>
      <p aria-hidden className="figures mt-1.5 flex justify-between text-xs text-ink-3">
        <span>{first && label(first.day)}</span>
        <span>{last && label(last.day)}</span>
      </p>
      <table className="sr-only">
        <caption>Counted answers per day</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Answers</th>
            <th scope="col">People</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <th scope="row">{day.day}</th>
              <td>{day.counted}</td>
              <td>{day.people}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
