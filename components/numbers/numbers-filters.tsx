import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { type NumbersQuery, numbersQueryDefaults } from "@/core/numbers/query"

type Choice = { readonly id: string; readonly name: string }

/** Filters of the whole page; what nothing occurs in is not offered. */
export function NumbersFilters({
  path,
  query,
  choices,
}: {
  path: string
  query: NumbersQuery
  choices: {
    readonly rounds: readonly Choice[]
    readonly cohorts: readonly string[]
    readonly criteria: readonly string[]
    readonly tags: readonly string[]
    readonly useCases: readonly string[]
    readonly languages: readonly string[]
    readonly guidelines: readonly number[]
    readonly models: readonly Choice[]
  }
}) {
  const named = (values: readonly (string | number)[]) =>
    values.map((value) => ({ id: String(value), name: String(value) }))
  const criteria = [...new Set(["overall", ...choices.criteria])]
  return (
    <div data-print="no">
      <FilterForm
        path={path}
        query={query}
        defaults={{ ...numbersQueryDefaults, page: 1 }}
        label="Filter all figures"
      >
        <Pick label="Round" name="round" value={query.round} choices={choices.rounds} />
        {criteria.length > 1 && (
          <Filter label="Criterion">
            <Select name="criterion" defaultValue={query.criterion}>
              {[...new Set([...criteria, query.criterion])].map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          </Filter>
        )}
        <Pick label="Cohort" name="cohort" value={query.cohort} choices={named(choices.cohorts)} />
        <Filter label="From">
          <Input type="date" name="from" defaultValue={query.from} />
        </Filter>
        <Filter label="To">
          <Input type="date" name="to" defaultValue={query.to} />
        </Filter>
        <Pick label="Tag" name="tag" value={query.tag} choices={named(choices.tags)} />
        <Pick label="Use case" name="useCase" value={query.useCase} choices={named(choices.useCases)} />
        <Pick label="Language" name="language" value={query.language} choices={named(choices.languages)} />
        <Pick
          label="Guideline version"
          name="guideline"
          value={query.guideline === 0 ? "" : String(query.guideline)}
          choices={choices.guidelines.length > 1 ? named(choices.guidelines) : []}
        />
        <Pick label="Model" name="model" value={query.model} choices={choices.models} />
        <Filter label="Cost of an hour">
          <Input
            type="number"
            name="rate"
            min={0}
            max={100000}
            step="any"
            defaultValue={query.rate === 0 ? "" : query.rate}
            placeholder="not set"
            enterKeyHint="done"
          />
        </Filter>
      </FilterForm>
    </div>
  )
}

function Pick({
  label,
  name,
  value,
  choices,
}: {
  label: string
  name: string
  value: string
  choices: readonly Choice[]
}) {
  if (choices.length === 0 && value === "") return null
  return (
    <Filter label={label}>
      <Select name={name} defaultValue={value}>
        <option value="">All</option>
        {/* A value out of an old address stays visible, or the page would look unfiltered. */}
        {value !== "" && !choices.some((choice) => choice.id === value) && (
          <option value={value}>{value}</option>
        )}
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </Select>
    </Filter>
  )
}
