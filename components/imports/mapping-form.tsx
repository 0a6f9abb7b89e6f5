import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import type { FilePreview, MappingView } from "@/core/import-view"

const fields = [
  ["prompt", "Prompt"],
  ["system", "System message"],
  ["completion", "Completion"],
  ["model", "Model"],
  ["chosen", "Chosen"],
  ["rejected", "Rejected"],
  ["reference", "Reference answer"],
  ["id", "Id"],
  ["split", "Split"],
  ["tag", "Tag"],
  ["language", "Language"],
  ["useCase", "Use case"],
  ["conversation", "Conversation"],
  ["user", "Source user"],
] as const

const noColumn = "\u0000none"

/** What each column means: the guess, to be corrected. One mapping holds for all files. */
export function MappingForm({
  previews,
  mapping,
  disabled,
  onMap,
}: {
  previews: readonly FilePreview[]
  mapping: MappingView
  disabled: boolean
  onMap: (mapping: MappingView) => void
}) {
  const columns = [...new Set(previews.flatMap((preview) => preview.columns))]
  return (
    <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
      {fields.map(([field, label]) => (
        <Field key={field} label={label}>
          {(control) => (
            <Select
              {...control}
              disabled={disabled}
              value={valueOf(field, mapping, previews)}
              onChange={(event) => onMap({ ...mapping, [field]: toColumns(event.target.value) })}
            >
              <option value={noColumn}>(no column)</option>
              {choices(field, columns, mapping, previews).map((choice) => (
                <option key={choice} value={choice}>
                  {toColumns(choice).join(", ")}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
    </div>
  )
}

/** Several columns of one field travel as one choice, parted by a character no header holds. */
const between = "\u0001"

function toColumns(choice: string): string[] {
  return choice === noColumn ? [] : choice.split(between)
}

function valueOf(field: string, mapping: MappingView, previews: readonly FilePreview[]): string {
  const columns = mapping[field] ?? previews.map((preview) => preview.mapping[field]).find((found) => found)
  return columns && columns.length > 0 ? columns.join(between) : noColumn
}

function choices(
  field: string,
  columns: readonly string[],
  mapping: MappingView,
  previews: readonly FilePreview[],
): string[] {
  const current = valueOf(field, mapping, previews)
  const several = current.includes(between) ? [current] : []
  return [...several, ...columns]
}
