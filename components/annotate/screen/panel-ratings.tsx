"use client"

import { useTranslations } from "next-intl"
import type { Cell, CellAnswers } from "@/core/annotate/cells"
import type { WireProtocol } from "@/core/annotate/wire"

/**
 * The ratings of one text, under it. The row that the next digit answers is marked; a click answers
 * any row, also again.
 */
export function PanelRatings({
  panel,
  name,
  cells,
  answers,
  activeCell,
  criteria,
  onRate,
}: {
  panel: number
  /** What the panel is called: "Left", "Text 3". */
  name: string
  cells: readonly Cell[]
  answers: CellAnswers
  activeCell: number | undefined
  criteria: WireProtocol["criteria"]
  onRate: (cell: number, value: number) => void
}) {
  const rows = cells.flatMap((cell, index) =>
    cell.kind === "rating" && cell.panel === panel ? [{ cell, index }] : [],
  )
  if (rows.length === 0) return null
  return (
    <div className="ratings" data-rows={rows.length}>
      {rows.map(({ cell, index }) => {
        const criterion = criteria.find((one) => one.name === cell.criterion)
        if (!criterion) return null
        const value = answers.ratings.find((one) => one.panel === panel && one.criterion === cell.criterion)
        return (
          <ValueRow
            key={cell.criterion}
            label={criterion.label}
            help={criterion.help}
            of={name}
            min={cell.min}
            max={cell.max}
            anchors={criterion.anchors}
            value={value?.value ?? null}
            active={index === activeCell}
            testId={`rating-${panel}-${cell.criterion}`}
            onChoose={(chosen) => onRate(index, chosen)}
          />
        )
      })}
    </div>
  )
}

/** One row of values, lowest first, with the words at its ends. */
export function ValueRow({
  label,
  help,
  of,
  min,
  max,
  anchors,
  value,
  active,
  testId,
  onChoose,
}: {
  label: string
  help: string
  of: string
  min: number
  max: number
  anchors: Readonly<Record<string, string>>
  value: number | null
  active: boolean
  testId: string
  onChoose: (value: number) => void
}) {
  const t = useTranslations("annotate")
  const values = Array.from({ length: max - min + 1 }, (_, index) => min + index)
  return (
    <div
      role="group"
      aria-label={of === "" ? label : t("rating.of", { criterion: label, text: of })}
      className="rating-row"
      data-active={active}
      data-answered={value !== null}
      data-testid={testId}
    >
      <span className="rating-label" title={help || undefined} dir="auto">
        {label}
      </span>
      <span className="rating-scale">
        <span className="rating-anchor" dir="auto">
          {anchors[String(min)]}
        </span>
        <span className="rating-values">
          {values.map((one) => (
            <button
              key={one}
              type="button"
              className="rating-value"
              aria-pressed={one === value}
              aria-label={anchors[String(one)] ? `${one}, ${anchors[String(one)]}` : String(one)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(one)}
            >
              {one}
            </button>
          ))}
        </span>
        <span className="rating-anchor" dir="auto">
          {anchors[String(max)]}
        </span>
      </span>
    </div>
  )
}
