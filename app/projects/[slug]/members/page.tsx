import type { Metadata } from "next"
import {
  changeMember,
  inviteMember,
  removeMember,
  revokeInvitation,
} from "@/app/projects/[slug]/members/actions"
import { InvitationTable } from "@/components/members/invitation-table"
import { InviteDialog } from "@/components/members/invite-dialog"
import { MemberFilters } from "@/components/members/member-filters"
import { MemberTable } from "@/components/members/member-table"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { memberQueryDefaults, memberQuerySchema, membersPerPage } from "@/core/lists/member-list"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { manageableRoles } from "@/core/permissions"
import { listProjectInvitations } from "@/server/data/invitations"
import { listMembers } from "@/server/data/memberships"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "People" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function MembersPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "members:read", "members:update")
  const query = memberQuerySchema.parse(toSingleValues(await searchParams))
  const [members, invitations] = await Promise.all([
    listMembers(access, query),
    listProjectInvitations(access, query),
  ])
  const path = `/projects/${slug}/members`
  const hrefOf = (change: Record<string, string | number>) =>
    `${path}${toQueryString(query, memberQueryDefaults, change)}`
  const roles = manageableRoles[access.role]
  const invite = <InviteDialog hidden={{ slug }} roles={roles} invite={inviteMember} />
  const filtered = query.q !== "" || query.role !== "all"
  return (
    <>
      <PageHeader
        title="People"
        lead="Everybody who works in this project. A removed person is out with the next click; their answers stay."
        actions={invite}
      />
      {(members.total > 0 || filtered) && <MemberFilters path={path} query={query} />}
      {members.rows.length > 0 ? (
        <MemberTable
          rows={members.rows}
          query={query}
          path={path}
          slug={slug}
          self={access.userId}
          roles={roles}
          change={changeMember}
          remove={removeMember}
        />
      ) : (
        <div className="panel">
          {filtered ? (
            <EmptyState
              title="Nobody fits these filters"
              action={<LinkButton href={path}>Show everybody</LinkButton>}
            />
          ) : (
            <EmptyState title="Nobody is in this project yet" action={invite}>
              Make a link for each person and send it to them; opening it lets them in.
            </EmptyState>
          )}
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={membersPerPage}
        total={members.total}
        noun="people"
        hrefOf={(page) => hrefOf({ page })}
      />
      <InvitationTable
        rows={invitations.rows}
        total={invitations.total}
        query={query}
        defaults={memberQueryDefaults}
        path={path}
        hidden={{ slug }}
        revoke={revokeInvitation}
      />
    </>
  )
}
