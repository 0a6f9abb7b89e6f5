import type { AnswerAction } from "@/core/annotate/strip"
import { stripAnswers, toVerdict } from "@/core/annotate/strip"
import type { WireProtocol } from "@/core/annotate/wire"

/** A rating of one text, a comparison by a further criterion, or how sure the person is. */
export type Cell =
  | {
      readonly kind: "rating"
      readonly panel: number
      readonly criterion: string
      readonly min: number
      readonly max: number
      readonly required: boolean
    }
  | { readonly kind: "comparison"; readonly criterion: string; readonly required: boolean }
  | { readonly kind: "confidence"; readonly required: boolean }

/** What has been said in the cells so far; part of the draft. */
export type CellAnswers = {
  readonly ratings: readonly { readonly panel: number; readonly criterion: string; readonly value: number }[]
  readonly comparisons: readonly { readonly criterion: string; readonly action: AnswerAction }[]
  readonly confidence: number | null
}

/**
 * What is asked beside the main answer, in the order it is gone through: all criteria of the first
 * text, of the second, and so on; then the comparisons; confidence last, since it is about them.
 */
export function toCells(protocol: Pick<WireProtocol, "criteria" | "confidence">, k: number): readonly Cell[] {
  const rated = protocol.criteria.filter((one) => one.ask === "rating")
  const ratings = Array.from({ length: k }, (_, panel) =>
    rated.map(
      (one): Cell => ({
        kind: "rating",
        panel,
        criterion: one.name,
        min: one.min ?? 1,
        max: one.max ?? 7,
        required: one.required,
      }),
    ),
  ).flat()
  const comparisons = protocol.criteria
    .filter((one) => one.ask === "comparison")
    .map((one): Cell => ({ kind: "comparison", criterion: one.name, required: one.required }))
  return [...ratings, ...comparisons, ...(protocol.confidence ? [confidence] : [])]
}

const confidence: Cell = { kind: "confidence", required: true }

export function isAnswered(cell: Cell, answers: CellAnswers): boolean {
  if (cell.kind === "confidence") return answers.confidence !== null
  if (cell.kind === "comparison") return answers.comparisons.some((one) => one.criterion === cell.criterion)
  return answers.ratings.some((one) => one.panel === cell.panel && one.criterion === cell.criterion)
}

/**
 * The cell that a digit would answer: the one that was asked for, else the first that is required and
 * open; undefined once all are answered, when digits say the main answer.
 */
export function activeCell(
  cells: readonly Cell[],
  answers: CellAnswers,
  asked: number | null,
): number | undefined {
  if (asked !== null && cells[asked]) return asked
  const open = cells.findIndex((cell) => cell.required && !isAnswered(cell, answers))
  return open < 0 ? undefined : open
}

/** The answers with this digit in the cell, or undefined where the cell has no such value. */
export function answerCell(
  answers: CellAnswers,
  cell: Cell,
  digit: number,
  scale: WireProtocol["scale"],
): CellAnswers | undefined {
  if (cell.kind === "confidence") {
    return digit >= 1 && digit <= 9 ? { ...answers, confidence: digit } : undefined
  }
  if (cell.kind === "rating") {
    if (digit < cell.min || digit > cell.max) return undefined
    const { panel, criterion } = cell
    const others = answers.ratings.filter((one) => one.panel !== panel || one.criterion !== criterion)
    return { ...answers, ratings: [...others, { panel, criterion, value: digit }] }
  }
  const answer = scale && stripAnswers(scale)[digit - 1]
  if (!answer || toVerdict(answer.action, scale) === undefined) return undefined
  const others = answers.comparisons.filter((one) => one.criterion !== cell.criterion)
  return { ...answers, comparisons: [...others, { criterion: cell.criterion, action: answer.action }] }
}

/** The cell before this one (the last one from the main answer); what it said stays until it is answered anew. */
export function cellBefore(cells: readonly Cell[], active: number | undefined): number | null {
  const before = (active ?? cells.length) - 1
  return before >= 0 ? before : null
}
