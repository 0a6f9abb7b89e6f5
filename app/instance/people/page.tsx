import type { Metadata } from "next"
import {
  changeRole,
  erase,
  inviteUser,
  makeSignInLink,
  revokeInvitation,
  setClosed,
} from "@/app/instance/people/actions"
import { toAccount } from "@/app/projects/to-account"
import { InvitationTable } from "@/components/members/invitation-table"
import { InviteDialog } from "@/components/members/invite-dialog"
import { UserFilters } from "@/components/members/user-filters"
import { UserTable } from "@/components/members/user-table"
import { TopShell } from "@/components/shell/top-shell"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { userQueryDefaults, userQuerySchema, usersPerPage } from "@/core/lists/user-list"
import { instanceRoles } from "@/core/permissions"
import { listInstanceInvitations } from "@/server/data/invitations"
import { listUsers } from "@/server/data/users"
import { instancePageAccess, requirePageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "People of this instance" }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function PeoplePage({ searchParams }: Props) {
  const access = await instancePageAccess("users:manage")
  const query = userQuerySchema.parse(toSingleValues(await searchParams))
  const [account, users, invitations] = await Promise.all([
    requirePageActor().then(toAccount),
    listUsers(access, query),
    listInstanceInvitations(access, query),
  ])
  const path = "/instance/people"
  return (
    <TopShell account={account}>
      <PageHeader
        title="People"
        lead="Everybody with an account here. Projects have members of their own."
        actions={<InviteDialog hidden={{}} roles={instanceRoles} invite={inviteUser} withCohort={false} />}
      />
      <UserFilters path={path} query={query} />
      {users.rows.length > 0 ? (
        <UserTable
          rows={users.rows}
          query={query}
          path={path}
          self={access.userId}
          makeLink={makeSignInLink}
          changeRole={changeRole}
          setClosed={setClosed}
          erase={erase}
        />
      ) : (
        <div className="panel">
          <EmptyState
            title="Nobody fits these filters"
            action={<LinkButton href={path}>Show everybody</LinkButton>}
          />
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={usersPerPage}
        total={users.total}
        noun="people"
        hrefOf={(page) => `${path}${toQueryString(query, userQueryDefaults, { page })}`}
      />
      <InvitationTable
        rows={invitations.rows}
        total={invitations.total}
        query={query}
        defaults={userQueryDefaults}
        path={path}
        hidden={{}}
        revoke={revokeInvitation}
      />
    </TopShell>
  )
}
