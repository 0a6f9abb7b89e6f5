"use client"

import { ChartFrame } from "@/components/numbers/chart-frame"
import { percent, shortDay } from "@/components/numbers/format"
import { references } from "@/components/numbers/references"
import { niceTicks } from "@/components/numbers/ticks"
import type { AgreementReport } from "@/core/numbers/report"

/** Raw agreement of everything judged up to each day, with its interval as a band and the published figures as lines. */
export function AgreementChart({
  days,
  width,
  id,
}: {
  days: AgreementReport["overTime"]
  width: number
  id: string
}) {
  const shown = days.flatMap(({ day, raw }) => (raw.defined ? [{ day, ...raw.value }] : []))
  const narrow = width < 500
  const [left, right, top, bottom] = [34, 8, 18, 26]
  const height = narrow ? 210 : 240
  const low = Math.min(0.65, ...shown.map((day) => day.low))
  const high = Math.max(0.82, ...shown.map((day) => day.high))
  const ticks = niceTicks(low * 100, high * 100, 5)
  const [min, max] = [ticks[0] ?? 0, ticks.at(-1) ?? 100]
  const first = Date.parse(shown[0]?.day ?? "2026-01-01")
  const span = Math.max(1, Date.parse(shown.at(-1)?.day ?? "2026-01-01") - first)
  const x = (day: string) =>
    shown.length < 2 ? width / 2 : left + ((Date.parse(day) - first) / span) * (width - left - right)
  const y = (share: number) => top + ((max - share * 100) / (max - min)) * (height - top - bottom)
  const path = (of: (day: (typeof shown)[number]) => number, from: typeof shown) =>
    from.map((day) => `${x(day.day).toFixed(1)},${y(of(day)).toFixed(1)}`).join(" ")
  const last = shown.at(-1)
  return (
    <ChartFrame
      id={id}
      width={width}
      height={height}
      fontSize={12}
      title="Raw agreement over time"
      about={`${last ? `${percent(last.estimate)} at the end, ${shortDay(last.day)}. ` : ""}${references.map((line) => line.label).join("; ")}.`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - right} y1={y(tick / 100)} y2={y(tick / 100)} className="stroke-line" />
          <text x={left - 6} y={y(tick / 100) + 4} textAnchor="end" className="figures fill-ink-3">
            {tick}
          </text>
        </g>
      ))}
      {references.map((line) => (
        <g key={line.value}>
          <rect
            x={left}
            width={width - left - right}
            y={y(line.value + line.reach)}
            height={y(line.value - line.reach) - y(line.value + line.reach)}
            className="fill-warn"
            opacity={0.1}
          />
          <line
            x1={left}
            x2={width - right}
            y1={y(line.value)}
            y2={y(line.value)}
            strokeDasharray="4 4"
            className="stroke-warn"
          />
          <text
            x={width - right - 2}
            y={y(line.value) + (line === references[0] ? 13 : -5)}
            textAnchor="end"
            className="fill-warn"
            fontSize={11.5}
          >
            {narrow ? line.short : line.label}
          </text>
        </g>
      ))}
      {shown.length > 1 && (
        <polygon
          points={`${path((day) => day.high, shown)} ${path((day) => day.low, shown.toReversed())}`}
          className="fill-accent"
          opacity={0.16}
        />
      )}
      {shown.length > 1 && (
        <polyline
          points={path((day) => day.estimate, shown)}
          fill="none"
          strokeWidth={2.2}
          className="stroke-accent"
        />
      )}
      {shown.length === 1 && last && (
        <g>
          <line
            x1={x(last.day)}
            x2={x(last.day)}
            y1={y(last.low)}
            y2={y(last.high)}
            strokeWidth={3}
            className="stroke-accent-line"
          />
          <circle cx={x(last.day)} cy={y(last.estimate)} r={5} className="fill-accent" />
        </g>
      )}
      {shown.length > 1 && (
        <text x={left} y={height - 6} className="fill-ink-3">
          {shortDay(shown[0]?.day ?? "")}
        </text>
      )}
      {last && (
        <text
          x={shown.length > 1 ? width - right : width / 2}
          y={height - 6}
          textAnchor={shown.length > 1 ? "end" : "middle"}
          className="fill-ink-3"
        >
          {shortDay(last.day)}
        </text>
      )}
    </ChartFrame>
  )
}
