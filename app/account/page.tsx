import type { Metadata } from "next"
import { endOtherSessions, endSession, saveName, savePassword } from "@/app/account/actions"
import { toAccount } from "@/app/projects/to-account"
import { NameForm } from "@/components/account/name-form"
import { PasswordForm } from "@/components/account/password-form"
import { SessionList } from "@/components/account/session-list"
import { TopShell } from "@/components/shell/top-shell"
import { PageHeader } from "@/components/ui/page-header"
import { listOwnSessions } from "@/server/data/sessions"
import { getOwnAccount } from "@/server/data/users"
import { requirePageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "Account" }

export default async function AccountPage() {
  const actor = await requirePageActor()
  const [menu, account, sessions] = await Promise.all([
    toAccount(actor),
    getOwnAccount(actor),
    listOwnSessions(actor),
  ])
  return (
    <TopShell account={menu}>
      <PageHeader title="Account" lead={account.email} />
      <div className="grid max-w-3xl gap-8">
        <NameForm name={account.name} save={saveName} />
        <PasswordForm email={account.email} hasPassword={account.hasPassword} save={savePassword} />
        <SessionList sessions={sessions} end={endSession} endOthers={endOtherSessions} />
      </div>
    </TopShell>
  )
}
