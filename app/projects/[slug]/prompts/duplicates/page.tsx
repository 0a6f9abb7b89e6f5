import type { Metadata } from "next"
import {
  cancelSearch,
  holdAllGroups,
  holdGroup,
  releaseGroup,
  searchDuplicates,
} from "@/app/projects/[slug]/prompts/duplicates/actions"
import { DuplicateGroupPanel } from "@/components/prompts/duplicate-group"
import { DuplicateProgress, DuplicateSearch } from "@/components/prompts/duplicate-search"
import { DuplicateSummary } from "@/components/prompts/duplicate-summary"
import { PageSteps } from "@/components/prompts/page-steps"
import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { EmptyState } from "@/components/ui/empty-state"
import { Notice } from "@/components/ui/notice"
import { PageHeader } from "@/components/ui/page-header"
import { Select } from "@/components/ui/select"
import { TextLink } from "@/components/ui/text-link"
import { duplicateQueryDefaults, duplicateQuerySchema } from "@/core/lists/duplicate-query"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { duplicateSettingsSchema } from "@/core/prompts/duplicates"
import { permissionsOf } from "@/server/access"
import { getDuplicateJob } from "@/server/data/duplicates/duplicate-jobs"
import { getDuplicateReport, listDuplicateGroups } from "@/server/data/duplicates/get-report"
import { getDuplicateBasis } from "@/server/data/duplicates/read-texts"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Near duplicates" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function DuplicatesPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "prompts:read")
  const query = duplicateQuerySchema.parse(toSingleValues(await searchParams))
  const [job, report, { prompts }, page] = await Promise.all([
    getDuplicateJob(access),
    getDuplicateReport(access),
    getDuplicateBasis(access),
    listDuplicateGroups(access, query),
  ])
  const may = permissionsOf(access).includes("prompts:update")
  const path = `/projects/${slug}/prompts/duplicates`
  const { after: _after, ...filter } = query
  return (
    <>
      <PageHeader
        title="Near duplicates"
        above={<TextLink href={`/projects/${slug}/prompts`}>Prompts</TextLink>}
        lead="Prompts that say nearly the same: judged twice for nothing, and worse where one is trained on and the other tested."
      />
      <div className="grid gap-5">
        {job?.status === "RUNNING" ? (
          <DuplicateProgress slug={slug} job={job} cancel={may ? cancelSearch : null} />
        ) : (
          may && (
            <DuplicateSearch
              slug={slug}
              settings={report?.settings ?? duplicateSettingsSchema.parse({})}
              prompts={prompts}
              search={searchDuplicates}
            />
          )
        )}
        {job?.status === "FAILED" && (
          <Notice tone="bad" title="The last search was not finished">
            {job.error}
          </Notice>
        )}
        {report && <DuplicateSummary slug={slug} report={report} holdAll={may ? holdAllGroups : null} />}
        {report && report.groups > 0 && (
          <div className="grid gap-4">
            <div className="-mb-4">
              <FilterForm path={path} query={filter} defaults={duplicateQueryDefaults} label="Filter groups">
                <Filter label="Groups" className="w-full sm:w-56">
                  <Select name="show" defaultValue={query.show}>
                    <option value="all">All</option>
                    <option value="open">Two and more are served</option>
                    <option value="contaminated">In more than one split</option>
                  </Select>
                </Filter>
              </FilterForm>
            </div>
            {page.groups.map((group) => (
              <DuplicateGroupPanel
                key={`${group.group} ${group.rows.map((row) => row.heldBack ?? "-").join()}`}
                slug={slug}
                group={group}
                actions={may ? { hold: holdGroup, release: releaseGroup } : null}
              />
            ))}
            {page.groups.length === 0 && (
              <div className="panel">
                <EmptyState title="No group fits" />
              </div>
            )}
            <PageSteps
              previous={query.after > 0 ? path + toQueryString(filter, duplicateQueryDefaults) : null}
              previousLabel="To the first"
              next={
                page.next === null
                  ? null
                  : path + toQueryString({ ...filter, after: page.next }, duplicateQueryDefaults)
              }
            />
          </div>
        )}
        {report?.groups === 0 && (
          <div className="panel">
            <EmptyState title="No near duplicates">No two prompts are as alike as that.</EmptyState>
          </div>
        )}
        {!report && job?.status !== "RUNNING" && (
          <div className="panel">
            <EmptyState title="Nobody has searched yet">
              The search runs beside the app and keeps its report; nothing is held back by it.
            </EmptyState>
          </div>
        )}
      </div>
    </>
  )
}
