"use client"

import { ChartFrame } from "@/components/numbers/chart-frame"
import { clip, percent } from "@/components/numbers/format"

/** Shares with their intervals on one scale around a middle that means "no effect". */
export function ShareDots({
  rows,
  middle,
  width,
  id,
  title,
}: {
  rows: readonly {
    readonly id: string
    readonly name: string
    readonly estimate: number
    readonly low: number
    readonly high: number
    readonly mark: boolean
  }[]
  middle: number
  width: number
  id: string
  title: string
}) {
  const narrow = width < 500
  const left = narrow ? 104 : 190
  const right = 52
  const step = 24
  const height = rows.length * step + 26
  const reach = Math.max(
    0.1,
    ...rows.flatMap((row) => [Math.abs(row.low - middle), Math.abs(row.high - middle)]),
  )
  const [min, max] = [Math.max(0, middle - reach), Math.min(1, middle + reach)]
  const x = (share: number) => left + ((share - min) / (max - min)) * (width - left - right)
  return (
    <ChartFrame
      id={id}
      width={width}
      height={height}
      fontSize={12.5}
      title={title}
      about={rows.map((row) => `${row.name} ${percent(row.estimate)}`).join(", ")}
    >
      <line
        x1={x(middle)}
        x2={x(middle)}
        y1={0}
        y2={height - 20}
        className="stroke-line-strong"
        strokeDasharray="3 3"
      />
      <text x={x(middle)} y={height - 5} textAnchor="middle" className="figures fill-ink-3" fontSize={12}>
        {percent(middle, 0)}
      </text>
      {rows.map((row, at) => {
        const y = at * step + step / 2
        return (
          <g key={row.id}>
            <text x={0} y={y + 4} className="fill-ink">
              {clip(row.name, narrow ? 14 : 26)}
            </text>
            <line
              x1={x(row.low)}
              x2={x(row.high)}
              y1={y}
              y2={y}
              strokeWidth={2.5}
              className="stroke-accent-line"
            />
            <circle cx={x(row.estimate)} cy={y} r={4} className={row.mark ? "fill-warn" : "fill-accent"} />
            <text x={width} y={y + 4} textAnchor="end" className="figures fill-ink">
              {percent(row.estimate, 0)}
            </text>
          </g>
        )
      })}
    </ChartFrame>
  )
}
