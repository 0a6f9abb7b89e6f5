import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Progress } from "@/components/ui/progress"
import type { ExportJobView } from "@/core/exports/export-view"

/** Exports on their way. They go on when the page is left, and after a crash of the server. */
export function ExportJobs({
  jobs,
  labels,
  onCancel,
}: {
  jobs: readonly ExportJobView[]
  /** Of the formats, by name. */
  labels: Readonly<Record<string, string>>
  onCancel: (id: string) => void
}) {
  if (jobs.length === 0) return null
  return (
    <ul aria-label="Exports under way" className="grid gap-3">
      {jobs.map((job) => (
        <li key={job.id} className="panel panel-padded">
          {job.status === "FAILED" ? (
            <Notice tone="bad" live title={`${labels[job.format] ?? job.format} was not made`}>
              {job.error}
            </Notice>
          ) : (
            <Making job={job} label={labels[job.format] ?? job.format} onCancel={() => onCancel(job.id)} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Making({ job, label, onCancel }: { job: ExportJobView; label: string; onCancel: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
      <div className="min-w-0 grow basis-64">
        <p role="status" className="font-medium">
          {job.status === "QUEUED" ? `Waiting to make ${label}` : `Making ${label}`}
        </p>
        <Progress
          label={`Making ${label}`}
          className="mt-2"
          total={job.total}
          parts={[{ label: "annotations read", value: job.done, tone: "done" }]}
        />
        <p className="figures mt-1.5 text-sm text-ink-2">{factsOf(job)}</p>
      </div>
      <Button onClick={onCancel} aria-label={`Cancel ${label}`}>
        Cancel
      </Button>
    </div>
  )
}

function factsOf({ status, done, total }: ExportJobView): string {
  if (status === "QUEUED") return "The state of the moment you asked is kept; you may leave this page."
  if (done >= total) return "Writing the files …"
  return `${done.toLocaleString("en")} of ${total.toLocaleString("en")} annotations; you may leave this page.`
}
