import type { Metadata } from "next"
import { ExportRunTable } from "@/components/exports/export-run-table"
import { ExportScreen } from "@/components/exports/export-screen"
import { PageHeader } from "@/components/ui/page-header"
import { toFormatChoices, toSettingChoices } from "@/formats/export/format-choices"
import { leftOutReasons, skipReasons } from "@/formats/export/skip-reasons"
import { listOpenExportJobs } from "@/server/data/export/export-jobs"
import { listExportRuns } from "@/server/data/export/export-runs"
import { toRunView } from "@/server/export/to-run-view"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Export" }

export default async function ExportPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "exports:create")
  const runs = (await listExportRuns(access)).map(toRunView)
  const formats = toFormatChoices()
  const { groups, settings } = toSettingChoices()
  return (
    <>
      <PageHeader
        title="Export"
        lead="Training data out of what people said. The counts below are exact before anything is downloaded."
      />
      <div className="grid grid-cols-1 gap-5">
        <ExportScreen
          apiPath={`/api/projects/${slug}/exports`}
          formats={formats}
          groups={groups}
          settings={settings}
          reasons={{ ...skipReasons, ...leftOutReasons }}
          open={await listOpenExportJobs(access)}
        />
        <ExportRunTable apiPath={`/api/projects/${slug}/exports`} runs={runs} />
      </div>
    </>
  )
}
