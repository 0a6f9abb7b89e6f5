import { X } from "lucide-react"
import { byteText } from "@/components/imports/byte-text"
import type { Upload } from "@/components/imports/import-state"
import { Button } from "@/components/ui/button"
import { Progress } from "@/components/ui/progress"

/** The files of the import, and how far each is up. */
export function UploadList({
  uploads,
  locked,
  onDrop,
}: {
  uploads: readonly Upload[]
  locked: boolean
  onDrop: (key: number) => void
}) {
  return (
    <ul className="panel divide-y divide-line" aria-label="Files">
      {uploads.map((upload) => (
        <li key={upload.key} className="flex items-center gap-3 py-2 ps-5 pe-2">
          <div className="min-w-0 grow">
            <p className="truncate font-medium" title={upload.name}>
              {upload.name}
            </p>
            <UploadLine upload={upload} />
          </div>
          <Button
            variant="quiet"
            size="icon"
            disabled={locked}
            aria-label={`Take ${upload.name} out`}
            onClick={() => onDrop(upload.key)}
          >
            <X aria-hidden className="size-4" />
          </Button>
        </li>
      ))}
    </ul>
  )
}

function UploadLine({ upload }: { upload: Upload }) {
  if (upload.error) {
    return (
      <p role="alert" className="text-sm text-bad">
        {upload.error}
      </p>
    )
  }
  if (upload.fileId) return <p className="figures text-sm text-ink-2">{byteText(upload.bytes)}</p>
  return (
    <div className="flex items-center gap-3">
      <Progress
        label={`Upload of ${upload.name}`}
        total={upload.bytes}
        parts={[{ label: "bytes", value: upload.sent, tone: "done" }]}
        className="max-w-64"
      />
      <span className="figures text-sm whitespace-nowrap text-ink-2">
        {byteText(upload.sent)} of {byteText(upload.bytes)}
      </span>
    </div>
  )
}
