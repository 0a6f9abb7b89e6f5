import { MemberMenu } from "@/components/members/member-menu"
import { PersonCell } from "@/components/members/person-cell"
import { roleText } from "@/components/members/role-text"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { ActionsTd, ActionsTh, SortTh, Table, Td, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { MemberQuery, MemberRow, MemberSort } from "@/core/lists/member-list"
import { memberQueryDefaults } from "@/core/lists/member-list"
import { toSortLink } from "@/core/lists/query-string"
import type { ProjectRole } from "@/core/permissions"

type Props = {
  rows: readonly MemberRow[]
  query: MemberQuery
  path: string
  slug: string
  /** The person who looks. */
  self: string | null
  /** Roles that person may give and take. */
  roles: readonly ProjectRole[]
  change: FormAction<null>
  remove: FormAction<null>
}

export function MemberTable({ rows, query, path, slug, self, roles, change, remove }: Props) {
  const sortBy = (sort: MemberSort, first: "asc" | "desc" = "asc") =>
    toSortLink(path, query, memberQueryDefaults, sort, first)
  return (
    <Table caption="People" className="panel">
      <thead>
        <tr>
          <SortTh {...sortBy("name")}>Person</SortTh>
          <SortTh {...sortBy("role")}>Role</SortTh>
          <SortTh {...sortBy("cohort")}>Cohort</SortTh>
          <SortTh {...sortBy("joined", "desc")}>Joined</SortTh>
          <SortTh {...sortBy("seen", "desc")}>Last seen (UTC)</SortTh>
          <ActionsTh label="Change" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.userId}>
            <Td className="min-w-44">
              <PersonCell name={row.name} email={row.email} you={row.userId === self} />
            </Td>
            <Td className="whitespace-nowrap">
              {roleText(row.role)} {row.paused && <Badge tone="warn">Paused</Badge>}
              {row.disabled && <Badge tone="bad">Closed</Badge>}
            </Td>
            <Td>
              <span dir="auto" className="wrap-anywhere">
                {row.cohort ?? <span className="text-ink-3">–</span>}
              </span>
            </Td>
            <Td>
              <When at={row.joinedAt} onlyDay />
            </Td>
            <Td>
              {row.lastSeenAt ? <When at={row.lastSeenAt} /> : <span className="text-ink-3">never</span>}
            </Td>
            <ActionsTd className="py-1">
              <MemberMenu
                row={row}
                slug={slug}
                roles={roles}
                change={change}
                remove={remove}
                answersHref={`/projects/${slug}/annotations?person=${row.userId}`}
              />
            </ActionsTd>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
