import { holdName } from "@/components/prompts/prompt-words"
import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { type PromptFilter, promptFilterDefaults, without } from "@/core/lists/prompt-query"
import type { PromptChoices } from "@/core/lists/prompt-row"
import { holdReasons } from "@/core/prompts/hold"
import type { RoundChoice } from "@/core/rounds/round"
import { roundLabel } from "@/core/rounds/round"

export function PromptFilters({
  path,
  filter,
  choices,
  rounds,
}: {
  path: string
  filter: PromptFilter
  choices: PromptChoices
  rounds: readonly RoundChoice[]
}) {
  return (
    <FilterForm path={path} query={filter} defaults={promptFilterDefaults} label="Filter prompts">
      <Filter label="Words of the prompt" className="w-full sm:w-48">
        <Input
          type="search"
          name="q"
          defaultValue={filter.q}
          placeholder="Search"
          maxLength={200}
          enterKeyHint="search"
        />
      </Filter>
      <Values name="useCase" label="Use case" values={choices.useCases} now={filter.useCase} />
      <Values name="language" label="Language" values={choices.languages} now={filter.language} />
      <Values name="tag" label="Tag" values={choices.tags} now={filter.tag} />
      <Filter label="Source user">
        <Input name="user" defaultValue={filter.user} maxLength={200} spellCheck={false} />
      </Filter>
      <Filter label="Split">
        <Select name="split" defaultValue={filter.split}>
          <option value="all">Any</option>
          <option value="train">Train</option>
          <option value="validation">Validation</option>
          <option value="test">Test</option>
          <option value="none">None yet</option>
        </Select>
      </Filter>
      <Filter label="Has">
        <Select name="has" defaultValue={filter.has}>
          <option value="any">Anything</option>
          <option value="completions">Completions</option>
          <option value="no-completions">No completions</option>
          <option value="tasks">Tasks</option>
          <option value="no-tasks">No tasks</option>
        </Select>
      </Filter>
      {rounds.length > 0 && (
        <Filter label="In round">
          <Select name="round" defaultValue={filter.round}>
            <option value="">Any or none</option>
            {rounds.map((round) => (
              <option key={round.number} value={round.number}>
                {roundLabel(round)}
              </option>
            ))}
            <option value="none">No round</option>
          </Select>
        </Filter>
      )}
      <Filter label="State">
        <Select name="state" defaultValue={filter.state}>
          <option value="all">All</option>
          <option value="served">Served</option>
          <option value="held">Held back</option>
          {holdReasons.map((reason) => (
            <option key={reason} value={reason}>
              {holdName[reason]}
            </option>
          ))}
        </Select>
      </Filter>
    </FilterForm>
  )
}

function Values({
  name,
  label,
  values,
  now,
}: {
  name: string
  label: string
  values: readonly string[]
  now: string
}) {
  // One that is beyond the list, or gone since, is still what the page is filtered by.
  const all = now === "" || now === without || values.includes(now) ? values : [now, ...values]
  return (
    <Filter label={label}>
      <Select name={name} defaultValue={now}>
        <option value="">Any</option>
        {all.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
        <option value={without}>None</option>
      </Select>
    </Filter>
  )
}
