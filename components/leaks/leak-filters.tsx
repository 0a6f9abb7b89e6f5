import { leakStateName } from "@/components/leaks/leak-state"
import { FilterChoice } from "@/components/tasks/filter-choice"
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
      <FilterChoice label="Phrase" name="phrase" value={query.phrase} choices={phrases} />
      <FilterChoice label="Model" name="model" value={query.model} choices={models} />
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
