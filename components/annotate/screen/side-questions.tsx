"use client"

import { useTranslations } from "next-intl"
import { ValueRow } from "@/components/annotate/screen/panel-ratings"
import { useAnswerWords } from "@/components/annotate/screen/use-answer-words"
import type { Cell, CellAnswers } from "@/core/annotate/cells"
import { stripAnswers } from "@/core/annotate/strip"
import type { WireProtocol } from "@/core/annotate/wire"

/** What is asked of both texts at once beside the main answer: comparisons by a criterion, and how sure. */
export function SideQuestions({
  protocol,
  cells,
  answers,
  activeCell,
  onRate,
}: {
  protocol: WireProtocol
  cells: readonly Cell[]
  answers: CellAnswers
  activeCell: number | undefined
  onRate: (cell: number, value: number) => void
}) {
  const t = useTranslations("annotate")
  const words = useAnswerWords(protocol.scale, "better")
  const rows = cells.flatMap((cell, index) => (cell.kind === "rating" ? [] : [{ cell, index }]))
  if (rows.length === 0) return null
  const strip = protocol.scale ? stripAnswers(protocol.scale) : []
  return (
    <div className="side-questions">
      {rows.map(({ cell, index }) => {
        if (cell.kind === "confidence") {
          return (
            <ValueRow
              key="confidence"
              label={t("confidence")}
              help=""
              of=""
              min={1}
              max={9}
              anchors={{ 1: t("confidenceLow"), 9: t("confidenceHigh") }}
              value={answers.confidence}
              active={index === activeCell}
              testId="confidence"
              onChoose={(value) => onRate(index, value)}
            />
          )
        }
        const criterion = protocol.criteria.find((one) => one.name === cell.criterion)
        const chosen = answers.comparisons.find((one) => one.criterion === cell.criterion)?.action
        const place = strip.findIndex((answer) => answer.action === chosen)
        const first = strip[0]
        const last = strip.at(-1)
        return (
          <ValueRow
            key={cell.criterion}
            label={criterion?.label ?? cell.criterion}
            help={criterion?.help ?? ""}
            of=""
            min={1}
            max={strip.length}
            anchors={{
              ...(first && { 1: words.full(first.action) }),
              ...(last && { [strip.length]: words.full(last.action) }),
            }}
            value={place < 0 ? null : place + 1}
            active={index === activeCell}
            testId={`comparison-${cell.criterion}`}
            onChoose={(value) => onRate(index, value)}
          />
        )
      })}
    </div>
  )
}
