import type { Metadata } from "next"
import { changeHold, changePrompts, saveRules } from "@/app/projects/[slug]/prompts/actions"
import { DataRulesDialog } from "@/components/prompts/data-rules"
import { EditPrompts } from "@/components/prompts/edit-prompts"
import { HoldAll } from "@/components/prompts/hold-all"
import { PageSteps } from "@/components/prompts/page-steps"
import { PromptCountsPanel } from "@/components/prompts/prompt-counts"
import { PromptFilters } from "@/components/prompts/prompt-filters"
import { PromptTable } from "@/components/prompts/prompt-table"
import { buttonStyle } from "@/components/ui/button-style"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { promptFilterDefaults, promptQuerySchema, toPromptFilter } from "@/core/lists/prompt-query"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { permissionsOf } from "@/server/access"
import { getDataRules } from "@/server/data/prompts/data-rules"
import { countPrompts, listPromptChoices, listPromptPage } from "@/server/data/prompts/list-prompts"
import { listRoundChoices } from "@/server/data/rounds"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Prompts" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function PromptsPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "prompts:read", "tasks:read")
  const query = promptQuerySchema.parse(toSingleValues(await searchParams))
  const filter = toPromptFilter(query)
  const [page, counts, choices, rounds, rules] = await Promise.all([
    listPromptPage(access, query),
    countPrompts(access, filter),
    listPromptChoices(access),
    listRoundChoices(access),
    getDataRules(access),
  ])
  const path = `/projects/${slug}/prompts`
  const asked = toQueryString(filter, promptFilterDefaults)
  const may = permissionsOf(access).includes("prompts:update")
  return (
    <>
      <PageHeader
        title="Prompts"
        lead="What people judge answers to, and what a policy answers next: by use case, language, source user and split."
        actions={
          <>
            <LinkButton href={`${path}/duplicates`} size="sm">
              Near duplicates
            </LinkButton>
            {may && <DataRulesDialog slug={slug} rules={rules} save={saveRules} />}
          </>
        }
      />
      <PromptFilters path={path} filter={filter} choices={choices} rounds={rounds} />
      {counts.total > 0 && (
        <div className="mb-4 flex flex-wrap items-center gap-2 text-sm">
          <p className="figures me-1 text-ink-2" role="status">
            {counts.total.toLocaleString("en")} {counts.total === 1 ? "prompt" : "prompts"}
            {counts.held > 0 && `, ${counts.held.toLocaleString("en")} held back`}
          </p>
          {may && (
            <>
              <EditPrompts slug={slug} target={{ filter: asked, total: counts.total }} edit={changePrompts} />
              <HoldAll
                slug={slug}
                filter={asked}
                total={counts.total}
                held={counts.held}
                change={changeHold}
              />
            </>
          )}
          <a
            href={`/api/projects/${slug}/prompts/export${asked}`}
            download
            className={buttonStyle("secondary", "sm")}
          >
            Download as JSONL
          </a>
        </div>
      )}
      {counts.total > 0 && <PromptCountsPanel path={path} filter={filter} counts={counts} />}
      {page.rows.length > 0 ? (
        <PromptTable
          slug={slug}
          rows={page.rows}
          actions={may ? { edit: changePrompts, hold: changeHold } : null}
        />
      ) : (
        <div className="panel">
          {asked === "" ? (
            <EmptyState
              title="No prompts yet"
              action={<LinkButton href={`/projects/${slug}/import`}>Go to import</LinkButton>}
            >
              They come in by an import, with completions or alone.
            </EmptyState>
          ) : (
            <EmptyState
              title="No prompt fits these filters"
              action={<LinkButton href={path}>Show all prompts</LinkButton>}
            />
          )}
        </div>
      )}
      <PageSteps
        previous={
          page.previous && path + toQueryString({ ...filter, before: page.previous }, promptFilterDefaults)
        }
        next={page.next && path + toQueryString({ ...filter, after: page.next }, promptFilterDefaults)}
      />
    </>
  )
}
