import type { Metadata } from "next"
import { toAccount } from "@/app/projects/to-account"
import { ProjectList } from "@/components/projects/project-list"
import { TopShell } from "@/components/shell/top-shell"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { instanceRolePermissions } from "@/core/permissions"
import { listProjects } from "@/server/data/projects"
import { requirePageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "Projects" }

export default async function ProjectsPage() {
  const actor = await requirePageActor()
  const [projects, account] = await Promise.all([listProjects(actor), toAccount(actor)])
  const mayCreate = instanceRolePermissions[actor.instanceRole].includes("projects:create")
  const create = mayCreate && (
    <LinkButton href="/projects/new" variant={projects.length === 0 ? "primary" : "secondary"}>
      New project
    </LinkButton>
  )
  return (
    <TopShell account={account}>
      <PageHeader title="Projects" actions={projects.length > 0 && create} />
      {projects.length > 0 ? (
        <ProjectList projects={projects} />
      ) : (
        <div className="panel">
          <EmptyState title={mayCreate ? "No project yet" : "You are in no project yet"} action={create}>
            {mayCreate
              ? "A project holds prompts, the people who compare, and what they answered. Make one, then import your model outputs."
              : "Ask whoever invited you for a link to their project."}
          </EmptyState>
        </div>
      )}
    </TopShell>
  )
}
