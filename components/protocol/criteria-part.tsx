"use client"

import { Plus, Trash2 } from "lucide-react"
import type { PartProps } from "@/components/protocol/editor-props"
import { withEntry } from "@/components/protocol/editor-props"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { Criterion } from "@/core/protocol"
import { toSlug } from "@/core/to-slug"

/** What is asked besides the main answer: a rating of each text, or a comparison by one aspect. */
export function CriteriaPart({ draft, change, faultOf }: PartProps) {
  const { criteria } = draft
  const put = (index: number, entry: Criterion | null) =>
    change({ criteria: withEntry(criteria, index, entry) })
  return (
    <FieldSet
      legend="Criteria"
      hint="Ratings are given per text with one digit each, before the main answer."
      error={faultOf("criteria")}
    >
      {criteria.map((criterion, index) => (
        <CriterionFields
          // A criterion has no name of its own until it is typed.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          criterion={criterion}
          pairwise={draft.kind === "PAIRWISE"}
          onChange={(next) => put(index, next)}
        />
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => change({ criteria: [...criteria, fresh(criteria.length + 1)] })}
      >
        <Plus aria-hidden className="size-4" /> Add a criterion
      </Button>
    </FieldSet>
  )
}

function CriterionFields({
  criterion,
  pairwise,
  onChange,
}: {
  criterion: Criterion
  pairwise: boolean
  onChange: (next: Criterion | null) => void
}) {
  const { min = 1, max = 7 } = criterion
  const set = (part: Partial<Criterion>) => onChange({ ...criterion, ...part })
  const anchor = (value: number, text: string) => {
    const { [String(value)]: _, ...others } = criterion.anchors
    set({ anchors: text === "" ? others : { ...others, [value]: text } })
  }
  return (
    <div className="grid gap-3 border-s-2 border-line ps-4 pb-2">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Label">
          {(control) => (
            <Input
              {...control}
              value={criterion.label}
              onChange={(event) =>
                set({ label: event.target.value, name: named(event.target.value, criterion) })
              }
            />
          )}
        </Field>
        <Field label="Asks for">
          {(control) => (
            <Select
              {...control}
              value={criterion.ask}
              onChange={(event) =>
                set({ ask: event.target.value === "comparison" ? "comparison" : "rating" })
              }
            >
              <option value="rating">a rating of each text</option>
              {pairwise && <option value="comparison">which text is better by it</option>}
            </Select>
          )}
        </Field>
      </div>
      <Field label="Help" optional>
        {(control) => (
          <Input
            {...control}
            value={criterion.help}
            onChange={(event) => set({ help: event.target.value })}
          />
        )}
      </Field>
      {criterion.ask === "rating" && (
        <div className="grid gap-3 grid-cols-[5rem_minmax(0,1fr)] sm:grid-cols-[5rem_minmax(0,1fr)_5rem_minmax(0,1fr)]">
          <Field label="From">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                max={8}
                value={min}
                onChange={(event) => set({ min: Number(event.target.value), anchors: {} })}
              />
            )}
          </Field>
          <Field label="means" optional>
            {(control) => (
              <Input
                {...control}
                value={criterion.anchors[String(min)] ?? ""}
                onChange={(event) => anchor(min, event.target.value)}
              />
            )}
          </Field>
          <Field label="To">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={9}
                value={max}
                onChange={(event) => set({ max: Number(event.target.value), anchors: {} })}
              />
            )}
          </Field>
          <Field label="means" optional>
            {(control) => (
              <Input
                {...control}
                value={criterion.anchors[String(max)] ?? ""}
                onChange={(event) => anchor(max, event.target.value)}
              />
            )}
          </Field>
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Checkbox
          label="Must be answered"
          checked={criterion.required}
          onChange={(event) => set({ required: event.target.checked })}
        />
        <Button size="sm" variant="quiet" onClick={() => onChange(null)}>
          <Trash2 aria-hidden className="size-4" /> Remove<span className="sr-only"> {criterion.label}</span>
        </Button>
      </div>
    </div>
  )
}

/** The name in exports follows the label until it was chosen apart from it. */
function named(label: string, criterion: Criterion): string {
  if (criterion.name !== toName(criterion.label)) return criterion.name
  return toName(label)
}

function toName(label: string): string {
  return toSlug(label).replace(/^[^a-z]+/, "") || "criterion"
}

function fresh(number: number): Criterion {
  const label = `Criterion ${number}`
  return { name: toName(label), label, help: "", ask: "rating", min: 1, max: 7, anchors: {}, required: true }
}
