import type { Metadata } from "next"
import { saveRulingSettings } from "@/app/projects/[slug]/adjudicate/actions"
import { ContestedFilters } from "@/components/adjudicate/contested-filters"
import { ContestedTable } from "@/components/adjudicate/contested-table"
import { RulingSettingsForm } from "@/components/adjudicate/ruling-settings-form"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { contestedPerPage, contestedQueryDefaults, contestedQuerySchema } from "@/core/lists/contested-query"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { permissionsOf } from "@/server/access"
import { listContested } from "@/server/data/adjudication/list-contested"
import { getRulingSettings } from "@/server/data/adjudication/ruling-settings"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Rulings" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AdjudicateListPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "adjudications:create", "tasks:read")
  const query = contestedQuerySchema.parse(toSingleValues(await searchParams))
  const [{ rows, total }, settings] = await Promise.all([
    listContested(access, query),
    getRulingSettings(access),
  ])
  const path = `/projects/${slug}/adjudicate`
  const desk = `/adjudicate/${slug}`
  const filter = toQueryString(query, contestedQueryDefaults, { page: 1 })
  const unfiltered = filter === ""
  return (
    <>
      <PageHeader
        title="Rulings"
        lead="Tasks on which the votes disagree, and those that people skipped too often. A ruling outranks the votes in exports and deletes none."
        actions={
          total > 0 &&
          query.kind !== "ruled" && (
            <LinkButton href={`${desk}${filter}`} variant="primary">
              Start ruling
            </LinkButton>
          )
        }
      />
      <ContestedFilters path={path} query={query} />
      {rows.length > 0 ? (
        <ContestedTable
          rows={rows}
          ruled={query.kind === "ruled"}
          desk={desk}
          tasks={`/projects/${slug}/tasks`}
        />
      ) : (
        <div className="panel">
          {unfiltered ? (
            <EmptyState title="Nothing waits for a ruling">
              Where all votes of a task are in and they disagree, it appears here.
            </EmptyState>
          ) : (
            <EmptyState
              title="No task fits these filters"
              action={<LinkButton href={path}>Show all that wait</LinkButton>}
            />
          )}
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={contestedPerPage}
        total={total}
        noun="tasks"
        hrefOf={(page) => path + toQueryString(query, contestedQueryDefaults, { page })}
      />
      {permissionsOf(access).includes("project:update") && (
        <div className="mt-10 max-w-3xl">
          <RulingSettingsForm slug={slug} settings={settings} save={saveRulingSettings} />
        </div>
      )}
    </>
  )
}
