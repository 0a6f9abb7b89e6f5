import { leakStateName } from "@/components/leaks/leak-state"
import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Select } from "@/components/ui/select"
import { leakStates } from "@/core/leaks/measure"
import { type LeakQuery, leakQueryDefaults } from "@/core/lists/leak-query"

export function LeakFilters({
  path,
  query,
  models,
  phrases,
}: {
  path: string
  query: LeakQuery
  models: readonly string[]
  phrases: readonly string[]
}) {
  return (
    <FilterForm path={path} query={query} defaults={leakQueryDefaults} label="Filter completions">
      <Choice label="Phrase" name="phrase" value={query.phrase} choices={phrases} />
      <Choice label="Model" name="model" value={query.model} choices={models} />
      <Filter label="State">
        <Select name="state" defaultValue={query.state}>
          <option value="all">All</option>
          {leakStates.map((state) => (
            <option key={state} value={state}>
              {leakStateName[state]}
            </option>
          ))}
        </Select>
      </Filter>
      {query.run !== "" && (
        <Filter label="Import" className="w-full sm:w-44">
          <Select name="run" defaultValue={query.run}>
            <option value={query.run}>One import</option>
            <option value="">All imports</option>
          </Select>
        </Filter>
      )}
    </FilterForm>
  )
}

function Choice({
  label,
  name,
  value,
  choices,
}: {
  label: string
  name: string
  value: string
  choices: readonly string[]
}) {
  return (
    <Filter label={label}>
      <Select name={name} defaultValue={value}>
        <option value="">Any</option>
        {/* A value out of an old address stays visible, or the list would look unfiltered. */}
        {value !== "" && !choices.includes(value) && <option value={value}>{value}</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </Select>
    </Filter>
  )
}
