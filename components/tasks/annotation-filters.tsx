import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { answerName } from "@/components/tasks/answer-name"
import { annotationStateName } from "@/components/tasks/state-badge"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import {
  type AnnotationQuery,
  annotationQueryDefaults,
  annotationStates,
  answerSides,
} from "@/core/lists/annotation-query"

export function AnnotationFilters({
  path,
  query,
  people,
  flags,
  guidelines,
}: {
  path: string
  query: AnnotationQuery
  people: readonly { id: string; name: string }[]
  flags: readonly string[]
  /** Versions, newest first. */
  guidelines: readonly number[]
}) {
  return (
    <FilterForm path={path} query={query} defaults={annotationQueryDefaults} label="Filter annotations">
      <Filter label="Person">
        <Select name="person" defaultValue={query.person}>
          <option value="">Everybody</option>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="State">
        <Select name="state" defaultValue={query.state}>
          <option value="all">All</option>
          {annotationStates.map((state) => (
            <option key={state} value={state}>
              {annotationStateName[state]}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="Answer">
        <Select name="answer" defaultValue={query.answer}>
          <option value="any">Any</option>
          {answerSides.map((side) => (
            <option key={side} value={side}>
              {answerName[side]}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="Flags and notes">
        <Select name="flag" defaultValue={query.flag}>
          <option value="">All</option>
          <option value="any">With a flag or a note</option>
          {flags.map((flag) => (
            <option key={flag} value={flag}>
              {flag}
            </option>
          ))}
        </Select>
      </Filter>
      {guidelines.length > 1 && (
        <Filter label="Guidelines">
          <Select name="guideline" defaultValue={query.guideline}>
            <option value="">Any version</option>
            {guidelines.map((version) => (
              <option key={version} value={version}>
                Version {version}
              </option>
            ))}
            <option value="0">None yet</option>
          </Select>
        </Filter>
      )}
      <Filter label="From (UTC)">
        <Input type="date" name="from" defaultValue={query.from} />
      </Filter>
      <Filter label="To (UTC)">
        <Input type="date" name="to" defaultValue={query.to} />
      </Filter>
    </FilterForm>
  )
}
