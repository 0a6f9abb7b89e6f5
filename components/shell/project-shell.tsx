import { ArrowLeft } from "lucide-react"
import Link from "next/link"
import type { ReactNode } from "react"
import { AccountMenu, type AccountMenuProps } from "@/components/shell/account-menu"
import { Brand } from "@/components/shell/brand"
import { NavSheet } from "@/components/shell/nav-sheet"
import type { ProjectLinks } from "@/components/shell/project-links"
import { ProjectNav } from "@/components/shell/project-nav"
import { SkipLink } from "@/components/shell/skip-link"
import { Badge } from "@/components/ui/badge"
import { LinkButton } from "@/components/ui/link-button"

type Props = {
  project: { name: string; slug: string; archived: boolean }
  groups: readonly ProjectLinks[]
  /** Null for those who do not annotate here, and in an archived project. */
  annotateHref: string | null
  account: AccountMenuProps
  children: ReactNode
}

/** A project's pages: a column of links at the side of a wide window, a bar and a sheet on a narrow one. */
export function ProjectShell({ project, groups, annotateHref, account, children }: Props) {
  return (
    <>
      <SkipLink />
      <div className="lg:grid lg:min-h-dvh lg:grid-cols-[14.5rem_minmax(0,1fr)]">
        <header
          data-print="no"
          className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-paper px-2 py-1.5 sm:px-4 lg:hidden"
        >
          <NavSheet groups={groups} title={project.name}>
            <AllProjects />
          </NavSheet>
          <p dir="auto" className="min-w-0 grow truncate font-semibold">
            {project.name}
          </p>
          {annotateHref && (
            <LinkButton href={annotateHref} variant="primary" size="sm">
              Annotate
            </LinkButton>
          )}
          <AccountMenu {...account} />
        </header>
        <header
          data-print="no"
          className="sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-e border-line px-2.5 py-4 lg:flex"
        >
          <div className="px-3">
            <Brand />
          </div>
          <div className="grid gap-3 px-3">
            <p dir="auto" className="line-clamp-3 font-semibold wrap-anywhere" title={project.name}>
              {project.name}
            </p>
            {project.archived && <Badge className="justify-self-start">Archived</Badge>}
            {annotateHref && (
              <LinkButton href={annotateHref} variant="primary">
                Annotate
              </LinkButton>
            )}
          </div>
          <ProjectNav groups={groups} />
          <div className="mt-auto grid gap-1">
            <AllProjects />
            <div className="px-1.5">
              <AccountMenu {...account} />
            </div>
          </div>
        </header>
        <main id="main" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-6 lg:px-10 lg:py-8">
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
    </>
  )
}

function AllProjects() {
  return (
    <Link
      href="/projects"
      className="flex min-h-9 items-center gap-2 rounded-control px-3 text-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
    >
      <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" /> All projects
    </Link>
  )
}
