import { toCompletion, toPrompt } from "@/formats/import/answers"
import type { ItemLabel, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { pairLabel } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import { column, defineSource, maybeNumber } from "@/formats/import/source"

/** SafeRLHF: which answer helps more and which is safer are two separate preferences. */
export const safeRlhf = defineSource({
  name: "safe-rlhf",
  label: "SafeRLHF: the more helpful and the safer of two answers",
  columns: ["prompt", "response_0", "response_1", "better_response_id"],
  maybe: [
    "safer_response_id",
    ...[0, 1].flatMap((side) => [
      `is_response_${side}_safe`,
      `response_${side}_severity_level`,
      `response_${side}_source`,
      `response_${side}_sha256`,
      `response_${side}_harm_category`,
    ]),
  ],
  read: (row, mapping) => ({
    prompt: toItemPrompt(row, mapping, toPrompt(column(row, "prompt"))),
    completions: [0, 1].map((side) =>
      toCompletion(column(row, `response_${side}`), `response_${side}`, {
        model: column(row, `response_${side}_source`),
        ratings: ratingsOf(row, side),
      }),
    ),
    labels: [
      ...labelOf(row, "better_response_id", "helpfulness"),
      ...labelOf(row, "safer_response_id", "safety"),
    ],
  }),
})

function labelOf(row: RawRow, name: string, criterion: string): ItemLabel[] {
  const value = column(row, name)
  if (value === undefined || value === null) return []
  const side = maybeNumber(value)
  if (side !== 0 && side !== 1) {
    throw new RowFault({ field: name, found: showFound(value), expected: "0 or 1" })
  }
  return [pairLabel(side === 0 ? -1 : 1, false, { criterion })]
}

function ratingsOf(row: RawRow, side: number): Record<string, number> {
  const named = { safe: `is_response_${side}_safe`, severity: `response_${side}_severity_level` }
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, from]) => {
      const value = maybeNumber(column(row, from))
      return value === null ? [] : [[name, value]]
    }),
  )
}
