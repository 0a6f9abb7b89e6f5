"use client"

import type { PartProps } from "@/components/protocol/editor-props"
import { Checkbox } from "@/components/ui/checkbox"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { Scale } from "@/core/protocol"
import { maxLevelOf } from "@/core/protocol"

const points: readonly { value: Scale["points"]; label: string }[] = [
  { value: 2, label: "2: left, right" },
  { value: 4, label: "4: two strengths on either side" },
  { value: 7, label: "7: three strengths and a middle" },
  { value: 8, label: "8: four strengths, no middle" },
]

/** The strip of answers to a pair. */
export function ScalePart({ draft, change, faultOf }: PartProps) {
  const { scale } = draft
  if (!scale) return null
  const set = (part: Partial<Scale>) => change({ scale: { ...scale, ...part } })
  const levels = Array.from({ length: maxLevelOf(scale) }, (_, index) => index)
  return (
    <>
      <Field label="Points" error={faultOf("scale.points")} className="max-w-80">
        {(control) => (
          <Select
            {...control}
            value={scale.points}
            onChange={(event) => set(reshaped(scale, Number(event.target.value)))}
          >
            {points.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <FieldSet legend="Besides" error={faultOf("scale.tie")}>
        <Checkbox
          label="A tie"
          checked={scale.tie}
          disabled={scale.points !== 2}
          hint={
            scale.points === 2 ? undefined : "Seven points have it in the middle; four and eight have none."
          }
          onChange={(event) => set({ tie: event.target.checked })}
        />
        <Checkbox
          label="Both bad"
          checked={scale.bothBad}
          onChange={(event) => set({ bothBad: event.target.checked })}
        />
      </FieldSet>
      <FieldSet
        legend="Strengths"
        hint="From the slightest. The margin is what a trainer gets; leave all empty to export none."
        error={faultOf("scale.levelNames") ?? faultOf("scale.margins")}
      >
        {levels.map((level) => (
          <div key={level} className="grid grid-cols-[minmax(0,1fr)_6rem] gap-2">
            <Input
              aria-label={`Name of strength ${level + 1}`}
              value={scale.levelNames[level] ?? ""}
              onChange={(event) =>
                set({ levelNames: filled(levels, scale.levelNames, level, event.target.value) })
              }
            />
            <Input
              aria-label={`Margin of strength ${level + 1}`}
              type="number"
              step="any"
              value={scale.margins[level] ?? ""}
              onChange={(event) =>
                set({ margins: margins(levels, scale.margins, level, event.target.value) })
              }
            />
          </div>
        ))}
      </FieldSet>
    </>
  )
}

/** Another number of points: names and margins of strengths that are no longer there go with them. */
function reshaped(scale: Scale, wanted: number): Partial<Scale> {
  const next = points.find((one) => one.value === wanted)?.value ?? 2
  const levels = maxLevelOf({ ...scale, points: next })
  const keeps = maxLevelOf(scale) === levels
  return {
    points: next,
    tie: next === 7 || (next === 2 && scale.tie),
    levelNames: keeps ? scale.levelNames : [],
    margins: keeps ? scale.margins : [],
  }
}

function filled(levels: readonly number[], names: readonly string[], at: number, name: string): string[] {
  const next = levels.map((level) => (level === at ? name : (names[level] ?? "")))
  return next.every((one) => one === "") ? [] : next
}

function margins(levels: readonly number[], values: readonly number[], at: number, text: string): number[] {
  if (text === "" && levels.every((level) => level === at || values[level] === undefined)) return []
  const next = levels.map((level) => (level === at ? Number(text) : (values[level] ?? 0)))
  return text === "" ? [] : next
}
