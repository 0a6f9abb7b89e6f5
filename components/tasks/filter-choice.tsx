import { Filter } from "@/components/tasks/filter-form"
import { Select } from "@/components/ui/select"

/** One of the values that occur, or any; with `none` also those that have no value. */
export function FilterChoice({
  label,
  name,
  value,
  choices,
  none,
}: {
  label: string
  name: string
  value: string
  choices: readonly string[]
  /** What the filter calls that. */
  none?: string
}) {
  return (
    <Filter label={label}>
      <Select name={name} defaultValue={value}>
        <option value="">Any</option>
        {/* A value out of an old address stays visible, or the list would look unfiltered. */}
        {value !== "" && value !== none && !choices.includes(value) && <option value={value}>{value}</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
        {none !== undefined && <option value={none}>None</option>}
      </Select>
    </Filter>
  )
}
