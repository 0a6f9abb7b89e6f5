import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import type { FormatChoice } from "@/core/exports/export-view"

/** The format, by what it is for; under it what it is, who reads it and what it cannot say. */
export function FormatField({
  formats,
  format,
  onChange,
}: {
  formats: readonly FormatChoice[]
  format: FormatChoice
  onChange: (name: string) => void
}) {
  const groups = [...new Set(formats.map((choice) => choice.group))]
  return (
    <div className="grid gap-3">
      <Field label="Format" hint={format.about}>
        {(control) => (
          <Select {...control} value={format.name} onChange={(event) => onChange(event.target.value)}>
            {groups.map((group) => (
              <optgroup key={group} label={group}>
                {formats
                  .filter((choice) => choice.group === group)
                  .map((choice) => (
                    <option key={choice.name} value={choice.name}>
                      {choice.label}
                    </option>
                  ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      <dl className="grid gap-2 text-sm">
        <div>
          <dt className="inline font-medium">Read by: </dt>
          <dd className="inline text-ink-2">{format.consumers.join(", ")}</dd>
        </div>
        <div>
          <dt className="inline font-medium">Does not hold: </dt>
          <dd className="inline text-ink-2">{format.cannotExpress.join("; ")}</dd>
        </div>
      </dl>
    </div>
  )
}
