import { expect, test } from "vitest"
import type { CellAnswers } from "@/core/annotate/cells"
import { activeCell, answerCell, cellBefore, toCells } from "@/core/annotate/cells"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import { presets } from "@/core/presets/registry"

const none: CellAnswers = { ratings: [], comparisons: [], confidence: null }

test("digits go through the cells in order and then belong to the main answer", () => {
  const protocol = toWireProtocol(1, presets["summarize-feedback"])
  const cells = toCells(protocol, 2)
  expect(cells).toHaveLength(9)
  let answers = none
  const digits = [1, 2, 3, 4, 5, 6, 7, 1, 9]
  for (const [index, digit] of digits.entries()) {
    const active = activeCell(cells, answers, null)
    expect(active).toBe(index)
    const cell = cells[active ?? -1]
    answers = (cell && answerCell(answers, cell, digit, protocol.scale)) ?? none
  }
  expect(activeCell(cells, answers, null)).toBeUndefined()
  expect(answers.ratings.map((one) => one.value)).toEqual(digits.slice(0, 8))
  expect(answers.ratings.filter((one) => one.panel === 1).map((one) => one.criterion)).toEqual([
    "overall-quality",
    "accuracy",
    "coverage",
    "coherence",
  ])
  expect(answers.confidence).toBe(9)
  expect(cellBefore(cells, undefined)).toBe(8)
  expect(cellBefore(cells, 0)).toBeNull()
})

test("a cell that was gone back to is answered anew, once", () => {
  const protocol = toWireProtocol(1, presets["llama-2"])
  const cells = toCells(protocol, 2)
  const [first, second] = cells
  if (!first || !second) throw new Error("expected two cells")
  const one = answerCell(none, first, 1, protocol.scale) ?? none
  expect(activeCell(cells, one, 0)).toBe(0)
  const again = answerCell(one, first, 0, protocol.scale) ?? none
  expect(again.ratings).toEqual([{ panel: 0, criterion: "safety", value: 0 }])
  expect(answerCell(again, second, 2, protocol.scale)).toBeUndefined()
})

test("a comparison takes the digit of its place on the strip", () => {
  const protocol = toWireProtocol(1, {
    ...presets["graded-7"],
    criteria: [{ name: "style", label: "Style", help: "", ask: "comparison", anchors: {}, required: true }],
  })
  const [cell] = toCells(protocol, 2)
  if (!cell) throw new Error("expected a cell")
  expect(answerCell(none, cell, 7, protocol.scale)?.comparisons).toEqual([
    { criterion: "style", action: "grade7" },
  ])
  expect(answerCell(none, cell, 8, protocol.scale)).toBeUndefined()
})
