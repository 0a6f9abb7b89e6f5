"use client"

import { ChartFrame } from "@/components/numbers/chart-frame"
import { clip, percent, tenth } from "@/components/numbers/format"
import type { MatrixCell } from "@/core/numbers/report"

/** Chance that the row beats the column, as shades of one colour either way of one half. */
export function MatrixChart({
  names,
  cells,
  width,
  id,
}: {
  /** In the order of the ratings. */
  names: readonly string[]
  cells: readonly MatrixCell[]
  width: number
  id: string
}) {
  const narrow = width < 500
  const left = narrow ? 84 : 150
  const top = 22
  const size = Math.min(58, (width - left) / Math.max(1, names.length))
  const cellHeight = Math.max(18, Math.min(36, size))
  const height = top + names.length * cellHeight
  const at = new Map(cells.map((cell) => [`${cell.row}\n${cell.column}`, cell]))
  const small = size < 26
  return (
    <ChartFrame
      id={id}
      width={width}
      height={height}
      fontSize={small ? 9.5 : 12.5}
      title="How often the row beats the column, in percent"
      about="Ties count as half. The table has every pair with its n and interval."
    >
      {names.map((name, column) => (
        <text
          key={name}
          x={left + column * size + size / 2}
          y={14}
          textAnchor="middle"
          className="fill-ink-3"
          fontSize={small ? 9.5 : 12}
        >
          {column + 1}
        </text>
      ))}
      {names.map((row, r) => (
        <g key={row} textAnchor="middle" className="figures fill-ink">
          <text
            x={0}
            y={top + r * cellHeight + cellHeight / 2 + 4}
            textAnchor="start"
            fontSize={narrow ? 11.5 : 12.5}
          >
            {`${r + 1} ${clip(row, narrow ? 10 : 18)}`}
          </text>
          {names.map((column, c) => {
            const cell = at.get(`${row}\n${column}`)
            if (!cell?.rate.defined) return null
            const share = cell.rate.value.estimate
            const strength = Math.min(1, Math.abs(share - 0.5) * 2.4)
            return (
              <g key={column}>
                <title>{`${row} against ${column}: ${percent(share)}, n ${cell.wins + cell.ties + cell.losses}`}</title>
                <rect
                  x={tenth(left + c * size + 1)}
                  y={tenth(top + r * cellHeight + 1)}
                  width={tenth(size - 2)}
                  height={tenth(cellHeight - 2)}
                  rx={tenth(Math.min(5, size / 6))}
                  className={share >= 0.5 ? "fill-accent" : "fill-warn"}
                  opacity={(0.08 + 0.24 * strength).toFixed(2)}
                />
                <text
                  x={tenth(left + c * size + size / 2)}
                  y={tenth(top + r * cellHeight + cellHeight / 2 + 4)}
                >
                  {(share * 100).toFixed(0)}
                </text>
              </g>
            )
          })}
        </g>
      ))}
    </ChartFrame>
  )
}

/** No eye sees less, and a page of thousands of cells is half as long. */
