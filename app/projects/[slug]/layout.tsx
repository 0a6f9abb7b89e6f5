import type { Metadata } from "next"
import type { ReactNode } from "react"
import { toAccount } from "@/app/projects/to-account"
import { toProjectLinks } from "@/components/shell/project-links"
import { ProjectShell } from "@/components/shell/project-shell"
import { ToastProvider } from "@/components/ui/toast"
import { permissionsOf } from "@/server/access"
import { getProject } from "@/server/data/projects"
import { pageAccess, requirePageActor } from "@/server/http/page"

type Props = { params: Promise<{ slug: string }>; children: ReactNode }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params
  const { name } = await getProject(await pageAccess(slug, "project:read"))
  return { title: { default: name, template: `%s · ${name} · Diptych` } }
}

/** The frame of every page of a project. Each page checks its own permission. */
export default async function ProjectLayout({ params, children }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:read")
  const [project, account] = await Promise.all([getProject(access), requirePageActor().then(toAccount)])
  const permissions = permissionsOf(access)
  const archived = project.archivedAt !== null
  const annotates = permissions.includes("annotations:create") && !archived
  return (
    <ToastProvider>
      <ProjectShell
        project={{ name: project.name, slug, archived }}
        groups={toProjectLinks(slug, permissions)}
        annotateHref={annotates ? `/annotate/${slug}` : null}
        account={account}
      >
        {children}
      </ProjectShell>
    </ToastProvider>
  )
}
