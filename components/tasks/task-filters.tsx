import { FilterChoice } from "@/components/tasks/filter-choice"
import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { taskStateName } from "@/components/tasks/state-badge"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { RoundChoice } from "@/core/rounds/round"
import { roundLabel } from "@/core/rounds/round"
import { type TaskQuery, taskQueryDefaults, taskStates } from "@/core/lists/task-query"

export function TaskFilters({
  path,
  query,
  tags,
  models,
  rounds,
}: {
  path: string
  query: TaskQuery
  tags: readonly string[]
  models: readonly string[]
  rounds: readonly RoundChoice[]
}) {
  return (
    <FilterForm path={path} query={query} defaults={taskQueryDefaults} label="Filter tasks">
      <Filter label="Words of the prompt" className="w-full sm:w-48">
        <Input
          type="search"
          name="q"
          defaultValue={query.q}
          placeholder="Search"
          maxLength={200}
          enterKeyHint="search"
        />
      </Filter>
      <Filter label="State">
        <Select name="state" defaultValue={query.state}>
          <option value="all">All</option>
          {taskStates.map((state) => (
            <option key={state} value={state}>
              {taskStateName[state]}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="Answers">
        <Select name="votes" defaultValue={query.votes}>
          <option value="any">Any number</option>
          <option value="0">None</option>
          <option value="1">1</option>
          <option value="2">2</option>
          <option value="3">3 or more</option>
        </Select>
      </Filter>
      <Filter label="Agreement">
        <Select name="differ" defaultValue={query.differ}>
          <option value="">Any</option>
          <option value="1">People differ</option>
        </Select>
      </Filter>
      {rounds.length > 0 && (
        <Filter label="Round">
          <Select name="round" defaultValue={query.round}>
            <option value="">Any</option>
            {rounds.map((round) => (
              <option key={round.number} value={round.number}>
                {roundLabel(round)}
              </option>
            ))}
            <option value="none">None</option>
          </Select>
        </Filter>
      )}
      {tags.length > 0 && <FilterChoice label="Tag" name="tag" value={query.tag} choices={tags} />}
      {models.length > 0 && <FilterChoice label="Model" name="model" value={query.model} choices={models} />}
      {models.length > 1 && (
        <FilterChoice label="Against model" name="against" value={query.against} choices={models} />
      )}
    </FilterForm>
  )
}
