"use client"

import { ChartFrame } from "@/components/numbers/chart-frame"
import { clip } from "@/components/numbers/format"
import { FEW, type HeatCell, type HeatColumn } from "@/components/numbers/slice-rows"

/** How many points make the fullest shade. */
const FULL = 150

/**
 * One row a model, one column a slice, the whole first: the rating with half of its interval, shaded by how far it
 * lies from the rating of the whole. In the browser too, so that the page carries the figures once and not the picture
 * a second time.
 */
export function SliceHeat({
  name,
  whole,
  slices,
  width,
  id,
}: {
  name: string
  whole: HeatColumn
  slices: readonly HeatColumn[]
  width: number
  id: string
}) {
  const narrow = width < 500
  const left = narrow ? 92 : 150
  const columns = [whole, ...slices]
  const size = Math.min(narrow ? 76 : 92, (width - left) / columns.length)
  const [top, tall] = [38, 34]
  const rows = whole.cells
  const height = top + rows.length * tall
  return (
    <ChartFrame
      id={id}
      width={width}
      height={height}
      fontSize={12.5}
      title={name}
      about={`Ratings of ${rows.length} models in ${slices.map((slice) => slice.label).join(", ")}. The table has all figures with n and intervals.`}
    >
      {columns.map((column, c) => (
        <g key={column.label}>
          <text x={left + c * size + size / 2} y={13} textAnchor="middle" className="fill-ink" fontSize={12}>
            {clip(column.label, Math.floor(size / 7))}
          </text>
          <text
            x={left + c * size + size / 2}
            y={28}
            textAnchor="middle"
            className={column.comparisons < FEW.slice ? "figures fill-warn" : "figures fill-ink-3"}
            fontSize={11}
          >
            {`n ${short(column.comparisons)}${column.comparisons < FEW.slice ? ", few" : ""}`}
          </text>
        </g>
      ))}
      {rows.map((row, r) => (
        <g key={row.model}>
          <text x={0} y={top + r * tall + tall / 2 + 4} className="fill-ink" fontSize={narrow ? 11.5 : 12.5}>
            {clip(row.model, narrow ? 14 : 21)}
          </text>
          {columns.map((column, c) => {
            const own = column.cells.find((one) => one.model === row.model)
            return (
              <Cell
                key={column.label}
                own={own}
                all={row}
                few={column.comparisons < FEW.slice || (own?.comparisons ?? 0) < FEW.model}
                plain={c === 0}
                words={`${row.model}, ${column.label}`}
                x={left + c * size}
                y={top + r * tall}
                width={size}
                height={tall}
              />
            )
          })}
        </g>
      ))}
    </ChartFrame>
  )
}

function Cell({
  own,
  all,
  few,
  plain,
  words,
  x,
  y,
  width,
  height,
}: {
  own: HeatCell | undefined
  all: HeatCell
  few: boolean
  /** The column of the whole is what the others are set against. */
  plain: boolean
  words: string
  x: number
  y: number
  width: number
  height: number
}) {
  const middle = x + width / 2
  if (!own) {
    return (
      <text x={middle} y={y + height / 2 + 4} textAnchor="middle" className="fill-ink-3">
        <title>{`${words}: not compared`}</title>–
      </text>
    )
  }
  const { estimate, low, high } = own
  const away = estimate - all.estimate
  const shaded = !plain && !few && !own.unbounded
  return (
    <g>
      <title>{`${words}: ${estimate.toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)}), n ${own.comparisons}`}</title>
      <rect
        x={x + 1}
        y={y + 1}
        width={width - 2}
        height={height - 2}
        rx={5}
        className={shaded ? (away >= 0 ? "fill-accent" : "fill-warn") : "fill-none stroke-line"}
        strokeDasharray={plain || shaded ? undefined : "3 3"}
        opacity={shaded ? (0.05 + 0.28 * Math.min(1, Math.abs(away) / FULL)).toFixed(2) : undefined}
      />
      <text x={middle} y={y + height / 2 - 1} textAnchor="middle" className="figures fill-ink">
        {estimate.toFixed(0)}
      </text>
      <text
        x={middle}
        y={y + height / 2 + 12}
        textAnchor="middle"
        className={shaded ? "figures fill-ink-2" : "figures fill-ink-3"}
        fontSize={11}
      >
        {`±${((high - low) / 2).toFixed(0)}`}
      </text>
    </g>
  )
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 })
const short = (n: number) => compact.format(n)
