import { RevokeForm } from "@/components/members/revoke-form"
import { roleText } from "@/components/members/role-text"
import { When } from "@/components/projects/when"
import { Pagination } from "@/components/ui/pagination"
import { ActionsTd, ActionsTh, SortTh, Table, Td, Th, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { InvitationQuery, InvitationRow } from "@/core/lists/invitation-list"
import { invitationsPerPage } from "@/core/lists/invitation-list"
import { type ListQuery, toQueryString } from "@/core/lists/query-string"

type Props = {
  rows: readonly InvitationRow[]
  total: number
  query: InvitationQuery & ListQuery
  defaults: ListQuery
  path: string
  hidden: Readonly<Record<string, string>>
  revoke: FormAction<null>
}

/** Links that are out and still work. Nothing at all where there are none. */
export function InvitationTable({ rows, total, query, defaults, path, hidden, revoke }: Props) {
  if (total === 0) return null
  // The page of the people above stays where it is.
  const hrefOf = (change: ListQuery) =>
    `${path}${toQueryString(query, defaults, { page: query.page, ...change })}`
  const sortBy = (isort: InvitationQuery["isort"]) => {
    const direction = query.isort === isort ? query.idir : undefined
    const idir = direction === "asc" ? "desc" : "asc"
    return { href: hrefOf({ isort, idir, ipage: 1 }), direction }
  }
  return (
    <div className="mt-10">
      <h2 className="mb-3 text-lg">Open invitations</h2>
      <Table caption="Open invitations" className="panel">
        <thead>
          <tr>
            <SortTh {...sortBy("email")}>For</SortTh>
            <Th>Role</Th>
            <SortTh {...sortBy("made")}>Made</SortTh>
            <SortTh {...sortBy("expires")}>Works until (UTC)</SortTh>
            <ActionsTh label="Withdraw" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td className="min-w-44 wrap-anywhere">
                {row.email ?? <span className="text-ink-2">whoever has the link</span>}
              </Td>
              <Td className="whitespace-nowrap">
                {roleText(row.role)}
                {row.cohort && <span className="text-ink-2"> · {row.cohort}</span>}
              </Td>
              <Td>
                <When at={row.createdAt} onlyDay />
                {row.by && (
                  <span dir="auto" className="block text-xs wrap-anywhere text-ink-3">
                    by {row.by}
                  </span>
                )}
              </Td>
              <Td>
                <When at={row.expiresAt} />
              </Td>
              <ActionsTd className="py-1.5">
                <RevokeForm hidden={{ ...hidden, id: row.id }} revoke={revoke} />
              </ActionsTd>
            </Tr>
          ))}
        </tbody>
      </Table>
      {total > invitationsPerPage && (
        <Pagination
          className="mt-4"
          page={query.ipage}
          perPage={invitationsPerPage}
          total={total}
          noun="invitations"
          hrefOf={(ipage) => hrefOf({ ipage })}
        />
      )}
    </div>
  )
}
