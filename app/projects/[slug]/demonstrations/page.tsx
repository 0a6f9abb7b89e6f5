import type { Metadata } from "next"
import { askForTexts, reviewText } from "@/app/projects/[slug]/demonstrations/actions"
import { AskForTexts } from "@/components/demonstrations/ask-for-texts"
import { DemonstrationList } from "@/components/demonstrations/demonstration-list"
import { ReviewDesk } from "@/components/demonstrations/review-desk"
import { Filter, FilterForm } from "@/components/tasks/filter-form"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { Select } from "@/components/ui/select"
import {
  demonstrationQueryDefaults,
  demonstrationQuerySchema,
  demonstrationsPerPage,
} from "@/core/lists/demonstration-query"
import type { DemonstrationView } from "@/core/lists/demonstration-row"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { permissionsOf } from "@/server/access"
import { findDemonstration, listDemonstrations } from "@/server/data/demonstrations/list-demonstrations"
import { getWritingSettings } from "@/server/data/demonstrations/writing-settings"
import { pageAccess } from "@/server/http/page"
import { renderText } from "@/server/projects/render-text"

export const metadata: Metadata = { title: "Written texts" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const states = { waiting: "Waiting for review", accepted: "Accepted", returned: "With their author" } as const
const nothing = {
  waiting: "No text waits for review",
  accepted: "No text is accepted yet",
  returned: "No text is with its author",
} as const

export default async function DemonstrationsPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "adjudications:create")
  const query = demonstrationQuerySchema.parse(toSingleValues(await searchParams))
  const [{ rows, counts }, text, settings] = await Promise.all([
    listDemonstrations(access, query),
    query.state === "waiting" || query.text !== "" ? findDemonstration(access, query.text) : undefined,
    getWritingSettings(access),
  ])
  const path = `/projects/${slug}/demonstrations`
  const promptHtml = await Promise.all(
    (text?.prompt ?? []).map(async ({ role, content }) => ({ role, html: await renderText(content) })),
  )
  return (
    <>
      <PageHeader
        title="Written texts"
        lead="Ideal answers that people wrote. A second person accepts each, edits it or sends it back; nobody is told who wrote what. Accepted ones go into the export of written answers."
      />
      <ReviewDesk
        slug={slug}
        text={text ?? null}
        promptHtml={promptHtml}
        answerHtml={text ? await renderText(inForce(text)) : ""}
        review={reviewText}
      />
      <FilterForm
        path={path}
        query={query}
        defaults={demonstrationQueryDefaults}
        label="Filter written texts"
      >
        <Filter label="Show">
          <Select name="state" className="min-w-56" defaultValue={query.state}>
            {Object.entries(states).map(([state, label]) => (
              <option key={state} value={state}>
                {label} ({counts[state as keyof typeof states]})
              </option>
            ))}
          </Select>
        </Filter>
      </FilterForm>
      {rows.length > 0 ? (
        <DemonstrationList
          rows={rows}
          hrefOf={(id) => path + toQueryString(query, demonstrationQueryDefaults, { text: id })}
        />
      ) : (
        <div className="panel">
          <EmptyState title={nothing[query.state]}>
            {settings.writes
              ? "What people hand in on the annotate page comes here."
              : "This project's protocol asks for judgments. A protocol of the kind demonstration asks for written texts."}
          </EmptyState>
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={demonstrationsPerPage}
        total={counts[query.state]}
        noun="texts"
        hrefOf={(page) => path + toQueryString(query, demonstrationQueryDefaults, { page, text: "" })}
      />
      {settings.writesPrompts && permissionsOf(access).includes("tasks:update") && (
        <AskForTexts slug={slug} ask={askForTexts} />
      )}
    </>
  )
}

/** The text after its last edit. */
function inForce({ answer, reviews }: DemonstrationView): string {
  return reviews.findLast((one) => one.edited !== null)?.edited ?? answer
}
