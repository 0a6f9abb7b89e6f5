import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import type { FilePreview, ShapeChoice } from "@/core/import-view"

const asFound = ""

/** What a row is: as the first rows look, or as the person says. One choice holds for all files. */
export function ShapeForm({
  previews,
  shapes,
  shape,
  disabled,
  onChoose,
}: {
  previews: readonly FilePreview[]
  shapes: readonly ShapeChoice[]
  shape: string | null
  disabled: boolean
  onChoose: (shape: string | null) => void
}) {
  const found = [...new Set(previews.map((preview) => preview.shape).filter((label) => label !== ""))]
  const [only] = found
  const looks = found.length === 1 && shape === null ? `As it looks: ${only}` : "As it looks"
  return (
    <Field label="Rows">
      {(control) => (
        <Select
          {...control}
          disabled={disabled}
          value={shape ?? asFound}
          onChange={(event) => onChoose(event.target.value === asFound ? null : event.target.value)}
        >
          <option value={asFound}>{looks}</option>
          {shapes.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
