"use client"

import { ChartFrame } from "@/components/numbers/chart-frame"
import { shortDay } from "@/components/numbers/format"

/** Answers a day, from zero, as bars. */
export function DayBars({
  days,
  width,
  id,
}: {
  days: readonly { readonly day: string; readonly answers: number }[]
  width: number
  id: string
}) {
  const height = 150
  const top = Math.max(1, ...days.map((day) => day.answers))
  const step = (width - 2) / Math.max(1, days.length)
  const first = days[0]
  const last = days.at(-1)
  return (
    <ChartFrame
      id={id}
      width={width}
      height={height}
      fontSize={12}
      title="Counted answers per day"
      about={`From ${first?.day ?? ""} to ${last?.day ?? ""}, at most ${top} a day.`}
    >
      <line x1={0} x2={width} y1={height - 22.5} y2={height - 22.5} className="stroke-line" />
      {days.map((day, at) => {
        const tall = (day.answers / top) * (height - 30)
        return (
          <rect
            key={day.day}
            x={at * step + step * 0.12}
            width={Math.max(0.6, step * 0.76)}
            y={height - 23 - tall}
            height={tall}
            className="fill-accent"
          >
            <title>{`${shortDay(day.day)}: ${day.answers}`}</title>
          </rect>
        )
      })}
      <text x={0} y={height - 6} className="fill-ink-3">
        {first && shortDay(first.day)}
      </text>
      <text x={width} y={height - 6} textAnchor="end" className="fill-ink-3">
        {last && shortDay(last.day)}
      </text>
    </ChartFrame>
  )
}
