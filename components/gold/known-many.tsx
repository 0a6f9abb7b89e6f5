"use client"

import { useState } from "react"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { GoldAnswer } from "@/core/gold"

export type ManyAsked = {
  /** Texts of the task. */
  readonly k: number
  readonly ranked: boolean
  readonly ratings: readonly {
    readonly criterion: string
    readonly label: string
    readonly min: number
    readonly max: number
  }[]
}

/** The known ranks of three or more texts, or known ratings: only what is filled in is asked of people. */
export function KnownMany({ k, ranked, ratings }: ManyAsked) {
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({})
  const set = (name: string, value: string) => setGiven((before) => ({ ...before, [name]: value }))
  const positions = Array.from({ length: k }, (_, position) => position)
  return (
    <div className="grid gap-3">
      <input type="hidden" name="known" value={JSON.stringify(toAnswer(given, positions, ratings))} />
      <p className="text-sm text-ink-2">
        {ranked && "Equal ranks are ties. "}
        {ratings.length > 0 && "A rating is right within one step; leave out what does not matter."}
      </p>
      <div className="grid max-h-72 gap-x-3 gap-y-2 overflow-y-auto pe-1">
        {positions.map((position) => (
          <fieldset key={position} className="flex flex-wrap items-end gap-3">
            <legend className="text-sm font-medium">Text {position + 1}</legend>
            {ranked && (
              <label className="grid gap-1 text-xs text-ink-2">
                Rank
                <Select
                  className="w-24"
                  value={given[`rank ${position}`] ?? ""}
                  onChange={(event) => set(`rank ${position}`, event.target.value)}
                >
                  <option value="">–</option>
                  {positions.map((rank) => (
                    <option key={rank} value={rank + 1}>
                      {rank + 1}
                    </option>
                  ))}
                </Select>
              </label>
            )}
            {ratings.map(({ criterion, label, min, max }) => (
              <label key={criterion} className="grid gap-1 text-xs text-ink-2">
                {label} ({min} to {max})
                <Input
                  type="number"
                  className="w-24"
                  min={min}
                  max={max}
                  value={given[`${criterion} ${position}`] ?? ""}
                  onChange={(event) => set(`${criterion} ${position}`, event.target.value)}
                />
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </div>
  )
}

function toAnswer(
  given: Readonly<Record<string, string>>,
  positions: readonly number[],
  asked: ManyAsked["ratings"],
): GoldAnswer {
  const ranks = positions
    .map((position) => Number(given[`rank ${position}`] ?? ""))
    .filter((rank) => rank > 0)
  const ratings = positions.flatMap((position) =>
    asked.flatMap(({ criterion }) => {
      const text = given[`${criterion} ${position}`] ?? ""
      return text === "" ? [] : [{ position, criterion, value: Number(text), tolerance: 1 }]
    }),
  )
  return { ...(ranks.length > 0 && { ranks }), ...(ratings.length > 0 && { ratings }) }
}
