import type { Metadata } from "next"
import {
  endOtherSessions,
  endSession,
  eraseAccount,
  forgetAnswers,
  saveName,
  savePassword,
  withdrawConsent,
} from "@/app/account/actions"
import { toAccount } from "@/app/projects/to-account"
import { ConsentList } from "@/components/account/consent-list"
import { DataSection } from "@/components/account/data-section"
import { EraseSection } from "@/components/account/erase-section"
import { NameForm } from "@/components/account/name-form"
import { PasswordForm } from "@/components/account/password-form"
import { SessionList } from "@/components/account/session-list"
import { TopShell } from "@/components/shell/top-shell"
import { PageHeader } from "@/components/ui/page-header"
import { listOwnConsents } from "@/server/consent/list-own-consents"
import { listOwnSessions } from "@/server/data/sessions"
import { getOwnAccount } from "@/server/data/users"
import { requirePageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "Account" }

export default async function AccountPage() {
  const actor = await requirePageActor()
  const [menu, account, sessions, consents] = await Promise.all([
    toAccount(actor),
    getOwnAccount(actor),
    listOwnSessions(actor),
    listOwnConsents(actor),
  ])
  return (
    <TopShell account={menu}>
      <PageHeader title="Account" lead={account.email} />
      <div className="grid max-w-3xl gap-8">
        <NameForm name={account.name} save={saveName} />
        <PasswordForm email={account.email} hasPassword={account.hasPassword} save={savePassword} />
        <SessionList sessions={sessions} end={endSession} endOthers={endOtherSessions} />
        {consents.length > 0 && (
          <ConsentList given={consents} withdraw={withdrawConsent} forget={forgetAnswers} />
        )}
        <DataSection />
        <EraseSection email={account.email} erase={eraseAccount} />
      </div>
    </TopShell>
  )
}
