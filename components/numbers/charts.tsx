"use client"

// In the browser too: the page then carries the figures once, and not every line of the pictures a second time.
import { clip, percent, shortDay } from "@/components/numbers/format"
import { references } from "@/components/numbers/references"
import type { AgreementReport, MatrixCell, RatingRow } from "@/core/numbers/report"
import { niceTicks } from "@/components/numbers/ticks"

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
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-t ${id}-d`}
      className="w-full"
      fontSize={narrow ? 12 : 13}
    >
      <title id={`${id}-t`}>Ratings of the models with 95 % intervals</title>
      <desc id={`${id}-d`}>
        {rows.map((row) => `${row.model} ${row.rating.estimate.toFixed(0)}`).join(", ")}. The table has all
        figures.
      </desc>
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
    </svg>
  )
}

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
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-t ${id}-d`}
      className="w-full"
      fontSize={12}
    >
      <title id={`${id}-t`}>Raw agreement over time</title>
      <desc id={`${id}-d`}>
        {last ? `${percent(last.estimate)} at the end, ${shortDay(last.day)}. ` : ""}
        {references.map((line) => line.label).join("; ")}.
      </desc>
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
    </svg>
  )
}

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
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-t ${id}-d`}
      className="w-full"
      fontSize={small ? 9.5 : 12.5}
    >
      <title id={`${id}-t`}>How often the row beats the column, in percent</title>
      <desc id={`${id}-d`}>Ties count as half. The table has every pair with its n and interval.</desc>
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
    </svg>
  )
}

/** No eye sees less, and a page of thousands of cells is half as long. */
const tenth = (n: number) => Math.round(n * 10) / 10

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
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-t ${id}-d`}
      className="w-full"
      fontSize={12}
    >
      <title id={`${id}-t`}>Counted answers per day</title>
      <desc id={`${id}-d`}>{`From ${first?.day ?? ""} to ${last?.day ?? ""}, at most ${top} a day.`}</desc>
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
    </svg>
  )
}

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
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-t ${id}-d`}
      className="w-full"
      fontSize={12.5}
    >
      <title id={`${id}-t`}>{title}</title>
      <desc id={`${id}-d`}>{rows.map((row) => `${row.name} ${percent(row.estimate)}`).join(", ")}</desc>
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
    </svg>
  )
}
