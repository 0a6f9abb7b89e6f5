import { byteText, countText } from "@/components/imports/byte-text"
import { Button } from "@/components/ui/button"
import { Progress } from "@/components/ui/progress"
import type { ImportPhase, ProgressView } from "@/core/import-view"

const phases: Readonly<Record<ImportPhase, string>> = {
  reading: "Reading",
  waiting: "Waiting until another import or change of prompts is done",
  storing: "Storing",
  tasks: "Making tasks",
}

/** A check or an import under way. */
export function RunProgress({
  what,
  progress,
  onCancel,
}: {
  what: "check" | "import"
  progress: ProgressView | null
  onCancel: () => void
}) {
  const title = what === "check" ? "Counting what would be stored" : "Importing"
  return (
    <div className="panel panel-padded flex flex-wrap items-center gap-x-6 gap-y-3">
      <div className="min-w-0 grow basis-64">
        <p role="status" className="font-medium">
          {title}
          {progress && ` · ${phases[progress.phase]}`}
        </p>
        <Progress
          label={title}
          className="mt-2"
          total={Math.max(1, progress?.totalBytes ?? 1)}
          parts={[{ label: "bytes", value: progress?.bytes ?? 0, tone: "done" }]}
        />
        <p className="figures mt-1.5 text-sm text-ink-2">
          {progress && progress.totalBytes > 0
            ? `${countText(progress.rows)} rows, ${byteText(progress.bytes)} of ${byteText(progress.totalBytes)}`
            : "Starting …"}
        </p>
      </div>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  )
}
