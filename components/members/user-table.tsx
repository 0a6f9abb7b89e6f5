import { PersonCell } from "@/components/members/person-cell"
import { roleText } from "@/components/members/role-text"
import { UserMenu, type UserMenuActions } from "@/components/members/user-menu"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { ActionsTd, ActionsTh, SortTh, Table, Td, Tr } from "@/components/ui/table"
import { toSortLink } from "@/core/lists/query-string"
import type { UserQuery, UserRow, UserSort } from "@/core/lists/user-list"
import { userQueryDefaults } from "@/core/lists/user-list"

type Props = UserMenuActions & {
  rows: readonly UserRow[]
  query: UserQuery
  path: string
  self: string | null
}

export function UserTable({ rows, query, path, self, ...actions }: Props) {
  const sortBy = (sort: UserSort, first: "asc" | "desc" = "asc") =>
    toSortLink(path, query, userQueryDefaults, sort, first)
  return (
    <Table caption="People" className="panel">
      <thead>
        <tr>
          <SortTh {...sortBy("name")}>Person</SortTh>
          <SortTh {...sortBy("role")}>Role</SortTh>
          <SortTh {...sortBy("projects", "desc")} numeric>
            Projects
          </SortTh>
          <SortTh {...sortBy("created", "desc")}>Since</SortTh>
          <SortTh {...sortBy("seen", "desc")}>Last seen (UTC)</SortTh>
          <ActionsTh label="Change" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="min-w-44">
              <PersonCell name={row.name} email={row.email} you={row.id === self} />
            </Td>
            <Td className="whitespace-nowrap">
              {roleText(row.role)} {row.disabled && <Badge tone="bad">Closed</Badge>}
            </Td>
            <Td numeric>{row.projects}</Td>
            <Td>
              <When at={row.createdAt} onlyDay />
            </Td>
            <Td>
              {row.lastSeenAt ? <When at={row.lastSeenAt} /> : <span className="text-ink-3">never</span>}
            </Td>
            <ActionsTd className="py-1">
              <UserMenu row={row} {...actions} />
            </ActionsTd>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
