import type { Metadata } from "next"
import { z } from "zod"
import { previewGuidelines, saveGuidelines } from "@/app/projects/[slug]/guidelines/actions"
import { CompareForm, Comparison } from "@/components/guidelines/compare-versions"
import { VersionList } from "@/components/projects/version-list"
import { GuidelinesEditor } from "@/components/projects/guidelines-editor"
import { RenderedText } from "@/components/tasks/rendered-text"
import { EmptyState } from "@/components/ui/empty-state"
import { Notice } from "@/components/ui/notice"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { toSingleValues } from "@/core/lists/query-string"
import { toTextChanges } from "@/core/text-changes"
import { permissionsOf } from "@/server/access"
import { getGuideline, listGuidelineVersions } from "@/server/data/guidelines"
import { findAnswer } from "@/server/data/questions"
import { pageAccess } from "@/server/http/page"
import { renderText } from "@/server/projects/render-text"

export const metadata: Metadata = { title: "Guidelines" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const version = z.coerce.number().int().min(1).optional().catch(undefined)
const querySchema = z.object({
  version,
  /** The version to compare it with. */
  against: version,
  /** The question whose answer is to be written into them. */
  question: z.uuid().optional().catch(undefined),
})

export default async function GuidelinesPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:read")
  const query = querySchema.parse(toSingleValues(await searchParams))
  const versions = await listGuidelineVersions(access)
  const wanted = query.version
  const newest = versions[0]?.version ?? 0
  const comparing = query.against !== undefined && wanted !== undefined
  const old = wanted !== undefined && (wanted < newest || comparing)
  const guideline = await getGuideline(access, old ? wanted : undefined)
  const before = comparing ? await getGuideline(access, query.against) : null
  const mayWrite = permissionsOf(access).includes("guidelines:update")
  const answer = mayWrite && query.question ? await answerToTakeIn(slug, query.question) : undefined
  const path = `/projects/${slug}/guidelines`
  return (
    <>
      <PageHeader
        title="Guidelines"
        lead="What people should look for. They can open it beside every task."
      />
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_13rem]">
        <div className="min-w-0">
          {mayWrite && !old ? (
            <GuidelinesEditor
              slug={slug}
              // Another question is another text to begin with.
              key={answer?.id}
              current={guideline ?? { version: 0, markdown: "", confirmRequired: false }}
              answer={answer}
              save={saveGuidelines}
              preview={previewGuidelines}
            />
          ) : comparing && before && guideline ? (
            <Comparison
              from={before.version}
              to={guideline.version}
              changes={toTextChanges(before.markdown, guideline.markdown)}
              path={path}
            />
          ) : (
            <>
              {old && (
                <Notice className="mb-4">
                  This is version {wanted}, as it was. <TextLink href={path}>Go to the one in force</TextLink>
                </Notice>
              )}
              <article className="panel panel-padded">
                {guideline ? (
                  <RenderedText html={await renderText(guideline.markdown)} className="prose-measure" />
                ) : (
                  <EmptyState title="No guidelines yet">An admin of this project writes them.</EmptyState>
                )}
              </article>
            </>
          )}
        </div>
        {versions.length > 0 && (
          <div>
            <VersionList
              label="Versions of the guidelines"
              versions={versions}
              shown={old ? wanted : newest}
              path={path}
            />
            {versions.length > 1 && (
              <CompareForm
                path={path}
                versions={versions.map((each) => each.version)}
                from={query.against ?? newest - 1}
                to={wanted ?? newest}
              />
            )}
          </div>
        )}
      </div>
    </>
  )
}

async function answerToTakeIn(slug: string, id: string) {
  const found = await findAnswer(await pageAccess(slug, "questions:answer"), id)
  return found && { id, ...found }
}
