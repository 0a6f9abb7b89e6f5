"use client"

import { ChartFrame } from "@/components/numbers/chart-frame"
import { clip } from "@/components/numbers/format"
import { niceTicks } from "@/components/numbers/ticks"
import type { RatingRow } from "@/core/numbers/report"

/** One line a model: the dot is the rating, the bar its 95 % interval. */
export function RatingChart({ rows, width, id }: { rows: readonly RatingRow[]; width: number; id: string }) {
  const narrow = width < 500
  const left = narrow ? 104 : 190
  const right = narrow ? 44 : 96
  const step = 30
  const height = rows.length * step + 28
  const ticks = niceTicks(
    Math.min(...rows.map((row) => row.rating.low)),
    Math.max(...rows.map((row) => row.rating.high)),
    narrow ? 3 : 5,
  )
  const [min, max] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const x = (value: number) => left + ((value - min) / Math.max(1, max - min)) * (width - left - right)
  return (
    <ChartFrame
      id={id}
      width={width}
      height={height}
      fontSize={narrow ? 12 : 13}
      title="Ratings of the models with 95 % intervals"
      about={`${rows.map((row) => `${row.model} ${row.rating.estimate.toFixed(0)}`).join(", ")}. The table has all figures.`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={2} y2={height - 24} className="stroke-line" />
          <text x={x(tick)} y={height - 6} textAnchor="middle" className="figures fill-ink-3" fontSize={12}>
            {tick}
          </text>
        </g>
      ))}
      {rows.map((row, at) => {
        const y = at * step + step / 2
        return (
          <g key={row.id}>
            <text x={0} y={y + 4.5} className="fill-ink">
              {clip(row.model, narrow ? 15 : 26)}
            </text>
            <line
              x1={x(row.rating.low)}
              x2={x(row.rating.high)}
              y1={y}
              y2={y}
              strokeWidth={3}
              className="stroke-accent-line"
            />
            <circle
              cx={x(row.rating.estimate)}
              cy={y}
              r={5}
              className={row.unbounded ? "fill-warn" : "fill-accent"}
            />
            <text x={width} y={y + 4.5} textAnchor="end" className="figures fill-ink">
              {row.rating.estimate.toFixed(0)}
              {!narrow && (
                <tspan className="fill-ink-3" fontSize={12}>
                  {` ±${((row.rating.high - row.rating.low) / 2).toFixed(0)}`}
                </tspan>
              )}
            </text>
          </g>
        )
      })}
    </ChartFrame>
  )
}
