import { redirect } from "next/navigation"
import { Headline } from "@/components/numbers/headline"
import { DifferingList } from "@/components/projects/differing-list"
import { PaceChart } from "@/components/projects/pace-chart"
import { PersonProgressTable } from "@/components/projects/person-progress-table"
import { ProgressPanel } from "@/components/projects/progress-panel"
import { StartHere } from "@/components/projects/start-here"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { numbersQueryDefaults, toNumbersFilter } from "@/core/numbers/query"
import { permissionsOf } from "@/server/access"
import { getProgress, listDifferingTasks, listPace, listPersonProgress } from "@/server/data/progress"
import { getProject } from "@/server/data/projects"
import { pageAccess } from "@/server/http/page"
import { getFigures } from "@/server/numbers/get-figures"

const MANY_TASKS = 50_000

export default async function OverviewPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const member = await pageAccess(slug, "project:read")
  const permissions = permissionsOf(member)
  // Those who only annotate have nothing to oversee: to their work.
  if (!permissions.includes("tasks:read")) redirect(`/annotate/${slug}`)
  const access = await pageAccess(slug, "project:read", "tasks:read", "annotations:read", "results:read")
  const figures = await getFigures(access, toNumbersFilter(numbersQueryDefaults))
  // Counting tasks by state costs by tasks: of very many, what was counted with the figures, at most a minute ago.
  const known = figures.state === "ready" && figures.kept.progress.tasks.total > MANY_TASKS
  const [project, progress, pace, people, differing] = await Promise.all([
    getProject(access),
    known ? figures.kept.progress : getProgress(access),
    listPace(access, 14),
    listPersonProgress(access),
    listDifferingTasks(access, 5),
  ])
  const path = `/projects/${slug}`
  return (
    <>
      <PageHeader title={project.name} lead={project.description} />
      {progress.tasks.total === 0 ? (
        <StartHere path={path} permissions={permissions} prompts={progress.prompts} />
      ) : (
        <div className="grid grid-cols-1 gap-5">
          <ProgressPanel progress={progress} tasksHref={`${path}/tasks`} />
          {figures.state === "ready" && figures.kept.report.comparisons > 0 && (
            <Headline
              report={figures.kept.report}
              done={progress.judgments}
              more={<TextLink href={`${path}/numbers`}>All numbers</TextLink>}
            />
          )}
          <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
            <PaceChart days={pace} />
            <DifferingList {...differing} tasksHref={`${path}/tasks`} />
          </div>
          <section aria-labelledby="people" className="panel">
            <h2 id="people" className="px-5 pt-5 text-base sm:pt-6">
              Who has done what?
            </h2>
            <p className="px-5 pt-1 pb-3 text-sm text-ink-2">
              Counted answers are a person’s latest, accepted and not excluded.
            </p>
            <PersonProgressTable people={people} annotationsHref={`${path}/annotations`} />
          </section>
        </div>
      )}
    </>
  )
}
