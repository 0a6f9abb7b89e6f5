import type { ReactNode } from "react"
import { AccountMenu, type AccountMenuProps } from "@/components/shell/account-menu"
import { Brand } from "@/components/shell/brand"
import { SkipLink } from "@/components/shell/skip-link"

/** Pages outside any project: a bar with the name and the account. */
export function TopShell({ account, children }: { account: AccountMenuProps; children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <header data-print="no" className="border-b border-line">
        <div className="mx-auto flex max-w-5xl items-center justify-between gap-4 px-4 py-2 sm:px-6">
          <Brand />
          <AccountMenu {...account} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-5xl px-4 py-8 outline-none sm:px-6">
        {children}
      </main>
    </>
  )
}
