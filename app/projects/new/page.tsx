import type { Metadata } from "next"
import { createProjectAction } from "@/app/projects/new/actions"
import { toAccount } from "@/app/projects/to-account"
import { NewProjectForm } from "@/components/projects/new-project-form"
import { TopShell } from "@/components/shell/top-shell"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { instancePageAccess, requirePageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "New project" }

export default async function NewProjectPage() {
  await instancePageAccess("projects:create")
  const account = await toAccount(await requirePageActor())
  return (
    <TopShell account={account}>
      <div className="mx-auto max-w-3xl">
        <PageHeader title="New project" above={<TextLink href="/projects">Projects</TextLink>} />
        <NewProjectForm create={createProjectAction} />
      </div>
    </TopShell>
  )
}
