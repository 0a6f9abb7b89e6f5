import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { Select } from "@/components/ui/select"
import { type AuditQuery, auditQueryDefaults } from "@/core/lists/audit-query"

export function AuditFilters({
  path,
  query,
  actions,
  kinds,
  people,
}: {
  path: string
  query: AuditQuery
  actions: readonly string[]
  kinds: readonly string[]
  people: readonly { id: string; name: string }[]
}) {
  return (
    <FilterForm path={path} query={query} defaults={auditQueryDefaults} label="Filter the audit log">
      <Filter label="What" className="w-full sm:w-56">
        <Select name="action" defaultValue={query.action}>
          <option value="">Everything</option>
          {actions.map((action) => (
            <option key={action} value={action}>
              {action}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="About" className="w-full sm:w-44">
        <Select name="kind" defaultValue={query.kind}>
          <option value="">Anything</option>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {kind}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter label="Who" className="w-full sm:w-56">
        <Select name="person" defaultValue={query.person}>
          <option value="">Everybody</option>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </Select>
      </Filter>
      {query.subject && <input type="hidden" name="subject" value={query.subject} />}
    </FilterForm>
  )
}
