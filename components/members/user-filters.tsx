import { roleText } from "@/components/members/role-text"
import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { type UserQuery, userQueryDefaults } from "@/core/lists/user-list"
import { instanceRoles } from "@/core/permissions"

export function UserFilters({ path, query }: { path: string; query: UserQuery }) {
  return (
    <FilterForm path={path} query={query} defaults={userQueryDefaults} label="Filter people">
      <Filter label="Name or address" className="w-full sm:w-64">
        <Input type="search" name="q" defaultValue={query.q} />
      </Filter>
      <Filter label="Role">
        <Select name="role" defaultValue={query.role}>
          <option value="all">All</option>
          {instanceRoles.map((role) => (
            <option key={role} value={role}>
              {roleText(role)}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="Account">
        <Select name="state" defaultValue={query.state}>
          <option value="all">All</option>
          <option value="open">Open</option>
          <option value="closed">Closed</option>
        </Select>
      </Filter>
    </FilterForm>
  )
}
