import type { Metadata } from "next"
import { z } from "zod"
import { previewGuidelines, saveGuidelines } from "@/app/projects/[slug]/guidelines/actions"
import { GuidelineVersions } from "@/components/projects/guideline-versions"
import { GuidelinesEditor } from "@/components/projects/guidelines-editor"
import { RenderedText } from "@/components/tasks/rendered-text"
import { EmptyState } from "@/components/ui/empty-state"
import { Notice } from "@/components/ui/notice"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { permissionsOf } from "@/server/access"
import { getGuideline, listGuidelineVersions } from "@/server/data/guidelines"
import { pageAccess } from "@/server/http/page"
import { renderText } from "@/server/projects/render-text"

export const metadata: Metadata = { title: "Guidelines" }

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ version?: string | string[] }> }

const versionSchema = z.coerce.number().int().min(1).optional().catch(undefined)

export default async function GuidelinesPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:read")
  const [versions, wanted] = [
    await listGuidelineVersions(access),
    versionSchema.parse((await searchParams).version),
  ]
  const newest = versions[0]?.version ?? 0
  const old = wanted !== undefined && wanted < newest
  const guideline = await getGuideline(access, old ? wanted : undefined)
  const mayWrite = permissionsOf(access).includes("guidelines:update")
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
              current={guideline ?? { version: 0, markdown: "", confirmRequired: false }}
              save={saveGuidelines}
              preview={previewGuidelines}
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
          <GuidelineVersions versions={versions} shown={old ? wanted : newest} path={path} />
        )}
      </div>
    </>
  )
}
