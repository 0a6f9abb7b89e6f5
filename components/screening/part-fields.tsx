"use client"

import { X } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { ScreeningPart } from "@/core/screening/settings"

/** One part of a screening: what it is called, how it is judged, what passes. */
export function PartFields({
  part,
  number,
  onChange,
  onRemove,
}: {
  part: ScreeningPart
  number: number
  onChange: (part: ScreeningPart) => void
  onRemove: (() => void) | null
}) {
  return (
    <fieldset className="grid items-start gap-3 rounded-control border border-line p-4 sm:grid-cols-6">
      <legend className="px-1 text-sm font-medium">Part {number}</legend>
      <Field label="What people see" className="sm:col-span-3">
        {(control) => (
          <Input
            {...control}
            dir="auto"
            required
            maxLength={80}
            value={part.title}
            onChange={(event) => onChange({ ...part, title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Judged by" className="sm:col-span-3">
        {(control) => (
          <Select
            {...control}
            value={part.kind}
            onChange={(event) => onChange(toKind(part, event.target.value))}
          >
            <option value="gold">its gold tasks</option>
            <option value="graded">an admin, with a score</option>
          </Select>
        )}
      </Field>
      <Field label="Name" hint="The “part” of its gold." className="sm:col-span-2">
        {(control) => (
          <Input
            {...control}
            required
            pattern="[a-z0-9\-]{1,40}"
            className="font-mono"
            value={part.name}
            onChange={(event) => onChange({ ...part, name: event.target.value })}
          />
        )}
      </Field>
      {part.kind === "gold" ? (
        <>
          <Whole
            label="Tasks"
            value={part.tasks}
            min={1}
            max={500}
            onChange={(tasks) => onChange({ ...part, tasks })}
          />
          <Whole
            label="Right, percent"
            value={Math.round(100 * part.threshold)}
            min={0}
            max={100}
            onChange={(percent) => onChange({ ...part, threshold: percent / 100 })}
          />
        </>
      ) : (
        <>
          <Whole
            label="Best score"
            value={part.most}
            min={1}
            max={100}
            onChange={(most) => onChange({ ...part, most })}
          />
          <Whole
            label="Score that passes"
            value={part.threshold}
            min={0}
            max={part.most}
            onChange={(threshold) => onChange({ ...part, threshold })}
          />
        </>
      )}
      {onRemove && (
        <div className="sm:col-span-6">
          <Button size="sm" variant="quiet" onClick={onRemove} aria-label={`Remove part ${number}`}>
            <X aria-hidden className="size-4" />
            Remove
          </Button>
        </div>
      )}
    </fieldset>
  )
}

function toKind(part: ScreeningPart, kind: string): ScreeningPart {
  const { name, title } = part
  return kind === "graded"
    ? { kind: "graded", name, title, most: 7, threshold: 6 }
    : { kind: "gold", name, title, tasks: 20, threshold: 0.75 }
}

function Whole({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
}) {
  return (
    <Field label={label} className="sm:col-span-2">
      {(control) => (
        <Input
          {...control}
          type="number"
          min={min}
          max={max}
          step="any"
          required
          value={Number.isNaN(value) ? "" : value}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      )}
    </Field>
  )
}
