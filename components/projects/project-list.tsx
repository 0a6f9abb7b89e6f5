import Link from "next/link"
import { plural, toFigure, toPercent } from "@/components/projects/figures"
import { roleName } from "@/components/projects/role-name"
import { Badge } from "@/components/ui/badge"
import { LinkButton } from "@/components/ui/link-button"
import { Progress } from "@/components/ui/progress"
import type { ProjectListRow } from "@/core/lists/project-row"
import { rolePermissions } from "@/core/permissions"

/** One's projects, newest first, archived ones last. */
export function ProjectList({ projects }: { projects: readonly ProjectListRow[] }) {
  return (
    <ul className="panel divide-y divide-line">
      {projects.map((project) => (
        <li
          key={project.slug}
          className="flex flex-wrap items-center gap-x-6 gap-y-4 p-5 sm:flex-nowrap sm:p-6"
        >
          <div className="min-w-0 grow basis-64">
            <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-lg">
              <Link
                dir="auto"
                href={project.progress ? `/projects/${project.slug}` : `/annotate/${project.slug}`}
                className="wrap-anywhere hover:text-accent hover:underline hover:underline-offset-4"
              >
                {project.name}
              </Link>
              {project.archived && <Badge>Archived</Badge>}
            </h2>
            {project.description && (
              <p dir="auto" className="mt-0.5 line-clamp-2 text-sm text-ink-2">
                {project.description}
              </p>
            )}
            <p className="mt-1 text-xs text-ink-3">
              {roleName[project.role]}
              {project.mine.answered > 0 && <> · you answered {plural(project.mine.answered, "task")}</>}
            </p>
          </div>
          {project.progress && <ListProgress name={project.name} {...project.progress} />}
          <NextStep project={project} />
        </li>
      ))}
    </ul>
  )
}

/** Work where there is some; else what makes some. */
function NextStep({ project: { slug, name, role, archived, progress } }: { project: ProjectListRow }) {
  if (archived) return null
  if (progress?.tasks !== 0) {
    return (
      <LinkButton href={`/annotate/${slug}`} aria-label={`Annotate ${name}`}>
        Annotate
      </LinkButton>
    )
  }
  if (!rolePermissions[role].includes("imports:create")) return null
  return (
    <LinkButton href={`/projects/${slug}/import`} aria-label={`Import into ${name}`}>
      Import
    </LinkButton>
  )
}

function ListProgress({
  name,
  tasks,
  wanted,
  counted,
}: {
  name: string
  tasks: number
  wanted: number
  counted: number
}) {
  if (tasks === 0) return <p className="w-full text-sm text-ink-3 sm:w-56">No tasks yet</p>
  return (
    <div className="w-full sm:w-56">
      <p className="figures mb-1.5 flex justify-between gap-3 text-sm">
        <span className="text-ink-2">
          {toFigure(counted)} of {toFigure(wanted)}
        </span>
        <span className="font-medium">{toPercent(counted, wanted)}</span>
      </p>
      <Progress
        label={`Judgments of ${name}`}
        total={wanted}
        parts={[{ label: "counted", value: counted, tone: "done" }]}
      />
      <p className="figures mt-1.5 text-xs text-ink-3">judgments, {plural(tasks, "task")}</p>
    </div>
  )
}
