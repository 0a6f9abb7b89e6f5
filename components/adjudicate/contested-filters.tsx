import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Select } from "@/components/ui/select"
import { skipReasons } from "@/core/annotate/skip-reasons"
import type { ContestedKind, ContestedQuery } from "@/core/lists/contested-query"
import { contestedKinds, contestedQueryDefaults } from "@/core/lists/contested-query"

const kindNames: Readonly<Record<ContestedKind, string>> = {
  all: "All that wait",
  split: "Votes split",
  strength: "Strengths against votes",
  posterior: "Not sure enough",
  review: "Skipped too often",
  ruled: "Ruled already",
}

export function ContestedFilters({ path, query }: { path: string; query: ContestedQuery }) {
  return (
    <FilterForm path={path} query={query} defaults={contestedQueryDefaults} label="Filter rulings">
      <Filter label="Show" className="w-[calc(50%-0.3125rem)] sm:w-52">
        <Select name="kind" defaultValue={query.kind}>
          {contestedKinds.map((kind) => (
            <option key={kind} value={kind}>
              {kindNames[kind]}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="Votes" className="w-[calc(50%-0.3125rem)] sm:w-52">
        <Select name="votes" defaultValue={query.votes}>
          <option value="in">All of them in</option>
          <option value="any">Also while they come in</option>
        </Select>
      </Filter>
      <Filter label="Skipped because" className="w-full sm:w-72">
        <Select name="skip" defaultValue={query.skip}>
          <option value="">Any reason or none</option>
          {skipReasons.map(({ reason, label }) => (
            <option key={reason} value={reason}>
              {label}
            </option>
          ))}
        </Select>
      </Filter>
    </FilterForm>
  )
}
