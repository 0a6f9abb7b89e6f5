import type { Metadata } from "next"
import { ImportHistory } from "@/components/imports/import-history"
import { ImportScreen } from "@/components/imports/import-screen"
import { PageHeader } from "@/components/ui/page-header"
import { shapeChoices } from "@/formats/import/shapes"
import { listImportRuns } from "@/server/data/import-runs"
import { listRoundChoices } from "@/server/data/rounds"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Import" }

export default async function ImportPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "imports:create", "tasks:read")
  const [runs, rounds] = await Promise.all([listImportRuns(access), listRoundChoices(access)])
  return (
    <>
      <PageHeader
        title="Import"
        lead="Prompts with the answers of two or more models, or preferences that exist already. The same file again adds nothing."
      />
      <ImportScreen slug={slug} rounds={rounds} shapes={shapeChoices} path={`/projects/${slug}`} />
      {runs.length > 0 && (
        <section className="mt-12 grid grid-cols-[minmax(0,1fr)] gap-3">
          <h2 className="text-lg">Earlier imports</h2>
          <ImportHistory slug={slug} runs={runs} />
        </section>
      )}
    </>
  )
}
