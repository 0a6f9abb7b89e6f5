import type { Metadata } from "next"
import { assignFilteredTasks } from "@/app/projects/[slug]/tasks/actions"
import { AssignTasks } from "@/components/tasks/assign-tasks-form"
import { TaskFilters } from "@/components/tasks/task-filters"
import { TaskTable } from "@/components/tasks/task-table"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { taskQueryDefaults, taskQuerySchema, tasksPerPage } from "@/core/lists/task-query"
import { permissionsOf } from "@/server/access"
import { getAssignmentChoices } from "@/server/data/assign-tasks"
import { listRoundChoices } from "@/server/data/rounds"
import { getTaskFilterChoices, listTasks } from "@/server/data/tasks-list"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Tasks" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function TasksPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "tasks:read", "results:read")
  const query = taskQuerySchema.parse(toSingleValues(await searchParams))
  const [{ rows, total }, choices, rounds] = await Promise.all([
    listTasks(access, query),
    getTaskFilterChoices(access),
    listRoundChoices(access),
  ])
  const path = `/projects/${slug}/tasks`
  const may = permissionsOf(access)
  const assignable = total > 0 && may.includes("tasks:update") && may.includes("members:read")
  return (
    <>
      <PageHeader
        title="Tasks"
        lead="One prompt with the texts to compare, and how often it was judged."
        actions={
          assignable && (
            <AssignTasks
              slug={slug}
              filter={toQueryString(query, taskQueryDefaults)}
              total={total}
              assign={assignFilteredTasks}
              {...(await getAssignmentChoices(await pageAccess(slug, "tasks:update", "members:read")))}
            />
          )
        }
      />
      <TaskFilters path={path} query={query} rounds={rounds} {...choices} />
      {rows.length > 0 ? (
        <TaskTable rows={rows} query={query} path={path} />
      ) : (
        <div className="panel">
          {total === 0 && toQueryString(query, taskQueryDefaults) === "" ? (
            <EmptyState
              title="No tasks yet"
              action={<LinkButton href={`/projects/${slug}/import`}>Go to import</LinkButton>}
            >
              An import makes them out of prompts with two or more different answers.
            </EmptyState>
          ) : (
            <EmptyState
              title="No task fits these filters"
              action={<LinkButton href={path}>Show all tasks</LinkButton>}
            />
          )}
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={tasksPerPage}
        total={total}
        noun="tasks"
        hrefOf={(page) => path + toQueryString(query, taskQueryDefaults, { page })}
      />
    </>
  )
}
