import { holdName } from "@/components/prompts/prompt-words"
import { FilterChoice } from "@/components/tasks/filter-choice"
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
      <FilterChoice
        name="useCase"
        label="Use case"
        choices={choices.useCases}
        value={filter.useCase}
        none={without}
      />
      <FilterChoice
        name="language"
        label="Language"
        choices={choices.languages}
        value={filter.language}
        none={without}
      />
      <FilterChoice name="tag" label="Tag" choices={choices.tags} value={filter.tag} none={without} />
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
