import type { Metadata } from "next"
import { AnnotationFilters } from "@/components/tasks/annotation-filters"
import { AnnotationTable } from "@/components/tasks/annotation-table"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import {
  annotationQueryDefaults,
  annotationQuerySchema,
  annotationsPerPage,
} from "@/core/lists/annotation-query"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { toFlagLabels } from "@/core/protocol"
import { getAnnotationFilterChoices, listAnnotations } from "@/server/data/annotations-list"
import { getProtocol } from "@/server/data/projects"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Annotations" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AnnotationsPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:read", "annotations:read", "results:read")
  const query = annotationQuerySchema.parse(toSingleValues(await searchParams))
  const [{ rows, total }, choices, protocol] = await Promise.all([
    listAnnotations(access, query),
    getAnnotationFilterChoices(access),
    getProtocol(access),
  ])
  const path = `/projects/${slug}/annotations`
  const unfiltered = toQueryString(query, annotationQueryDefaults) === ""
  return (
    <>
      <PageHeader
        title="Annotations"
        lead="The latest answer of each person to each task. A task shows all of its revisions."
      />
      <AnnotationFilters path={path} query={query} {...choices} />
      {rows.length > 0 ? (
        <AnnotationTable
          rows={rows}
          labels={toFlagLabels(protocol.definition)}
          query={query}
          path={path}
          tasksPath={`/projects/${slug}/tasks`}
        />
      ) : (
        <div className="panel">
          {unfiltered ? (
            <EmptyState
              title="Nobody has answered yet"
              action={<LinkButton href={`/projects/${slug}/members`}>Invite people</LinkButton>}
            >
              Answers appear here as they are saved.
            </EmptyState>
          ) : (
            <EmptyState
              title="No annotation fits these filters"
              action={<LinkButton href={path}>Show all annotations</LinkButton>}
            />
          )}
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={annotationsPerPage}
        total={total}
        noun="annotations"
        hrefOf={(page) => path + toQueryString(query, annotationQueryDefaults, { page })}
      />
    </>
  )
}
