import type { Metadata } from "next"
import { changeMatchingLeaks, changeOneLeak } from "@/app/projects/[slug]/leaks/actions"
import { LeakBoard } from "@/components/leaks/leak-board"
import { LeakFilters } from "@/components/leaks/leak-filters"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { leakQueryDefaults, leakQuerySchema, leaksPerPage } from "@/core/lists/leak-query"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { getLeakFilterChoices, listLeaks } from "@/server/data/leaks/list-leaks"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Leaks" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function LeaksPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "tasks:update")
  const query = leakQuerySchema.parse(toSingleValues(await searchParams))
  const [{ rows, total }, choices] = await Promise.all([
    listLeaks(access, query),
    getLeakFilterChoices(access),
  ])
  const path = `/projects/${slug}/leaks`
  return (
    <>
      <PageHeader
        title="Leaks"
        lead="Completions that name their model, so that a person who reads them no longer judges blind."
        actions={<LinkButton href={`${path}/phrases`}>Phrases and policy</LinkButton>}
      />
      {choices.phrases.length === 0 ? (
        <div className="panel">
          <EmptyState title="No completion names its model">
            Every import looks for the names of its models and of well-known ones. What it finds is listed
            here.
          </EmptyState>
        </div>
      ) : (
        <>
          <LeakFilters path={path} query={query} {...choices} />
          <LeakBoard
            slug={slug}
            rows={rows}
            total={total}
            query={query}
            changeOne={changeOneLeak}
            changeAll={changeMatchingLeaks}
          />
          <Pagination
            className="mt-4"
            page={query.page}
            perPage={leaksPerPage}
            total={total}
            noun="completions"
            hrefOf={(page) => path + toQueryString(query, leakQueryDefaults, { page })}
          />
        </>
      )}
    </>
  )
}
