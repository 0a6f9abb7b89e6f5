import type { Metadata } from "next"
import { ExportForm } from "@/components/exports/export-form"
import { ExportRunTable } from "@/components/exports/export-run-table"
import { PageHeader } from "@/components/ui/page-header"
import { aggregations } from "@/formats/aggregation/registry"
import { exportFormats } from "@/formats/export/registry"
import { leftOutReasons, skipReasons } from "@/formats/export/skip-reasons"
import { listExportRuns } from "@/server/data/export/export-runs"
import { toRunView } from "@/server/export/to-run-view"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Export" }

export default async function ExportPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "exports:create")
  const runs = (await listExportRuns(access)).map(toRunView)
  return (
    <>
      <PageHeader
        title="Export"
        lead="Training data out of what people said. The counts below are exact before anything is downloaded."
      />
      <div className="grid grid-cols-1 gap-5">
        <ExportForm
          apiPath={`/api/projects/${slug}/exports`}
          formats={exportFormats.map(({ name, label, about, consumers, cannotExpress, needs }) => ({
            name,
            label,
            about,
            consumers,
            cannotExpress,
            needs,
          }))}
          aggregations={Object.entries(aggregations).map(([name, { label, about }]) => ({
            name,
            label,
            about,
          }))}
          reasons={{ ...skipReasons, ...leftOutReasons }}
        />
        <ExportRunTable apiPath={`/api/projects/${slug}/exports`} runs={runs} />
      </div>
    </>
  )
}
