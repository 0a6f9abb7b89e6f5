import { roleText } from "@/components/members/role-text"
import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { type MemberQuery, memberQueryDefaults } from "@/core/lists/member-list"
import { projectRoles } from "@/core/permissions"

export function MemberFilters({ path, query }: { path: string; query: MemberQuery }) {
  return (
    <FilterForm path={path} query={query} defaults={memberQueryDefaults} label="Filter people">
      <Filter label="Name, address or cohort" className="w-full sm:w-64">
        <Input type="search" name="q" defaultValue={query.q} />
      </Filter>
      <Filter label="Role">
        <Select name="role" defaultValue={query.role}>
          <option value="all">All</option>
          {projectRoles.map((role) => (
            <option key={role} value={role}>
              {roleText(role)}
            </option>
          ))}
        </Select>
      </Filter>
    </FilterForm>
  )
}
