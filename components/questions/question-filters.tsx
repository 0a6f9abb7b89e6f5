import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Select } from "@/components/ui/select"
import type { QuestionQuery } from "@/core/lists/question-query"
import { questionQueryDefaults } from "@/core/lists/question-query"

export function QuestionFilters({ path, query }: { path: string; query: QuestionQuery }) {
  return (
    <FilterForm path={path} query={query} defaults={questionQueryDefaults} label="Filter questions">
      <Filter label="Show">
        <Select name="state" defaultValue={query.state}>
          <option value="all">All</option>
          <option value="open">Open</option>
          <option value="answered">Answered</option>
        </Select>
      </Filter>
    </FilterForm>
  )
}
