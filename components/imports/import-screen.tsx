"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { BadRowTable } from "@/components/imports/bad-row-table"
import { CheckPanel } from "@/components/imports/check-panel"
import { DropZone } from "@/components/imports/drop-zone"
import { FileExamples } from "@/components/imports/file-examples"
import { FilePreview } from "@/components/imports/file-preview"
import { ImportDone } from "@/components/imports/import-done"
import { canStart } from "@/components/imports/import-state"
import { IntoRound } from "@/components/imports/into-round"
import { MappingForm } from "@/components/imports/mapping-form"
import { RunProgress } from "@/components/imports/run-progress"
import { ShapeForm } from "@/components/imports/shape-form"
import { StartBar } from "@/components/imports/start-bar"
import { UploadList } from "@/components/imports/upload-list"
import { useImport } from "@/components/imports/use-import"
import { Checkbox } from "@/components/ui/checkbox"
import { Notice } from "@/components/ui/notice"
import { Skeleton } from "@/components/ui/skeleton"
import type { ShapeChoice } from "@/core/import-view"
import type { RoundChoice } from "@/core/rounds/round"

/** Files in, columns set right, cost seen, started: all on one page that grows as one goes. */
export function ImportScreen({
  slug,
  path,
  rounds,
  shapes,
}: {
  slug: string
  path: string
  shapes: readonly ShapeChoice[]
  rounds: readonly RoundChoice[]
}) {
  const router = useRouter()
  const [round, setRound] = useState<string | null>(null)
  const { state, ...act } = useImport(slug)
  const { uploads, previews, run, doing, mapping } = state
  const busy = doing === "checking" || doing === "importing"
  const done = doing === "done"
  useEffect(() => {
    if (done) router.refresh()
  }, [done, router])

  if (done && run) return <ImportDone run={run} path={path} onAgain={act.again} />
  const badRows = run?.badRows ?? []
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <DropZone disabled={busy} compact={uploads.length > 0} onFiles={(files) => void act.addFiles(files)} />
      {uploads.length === 0 && <FileExamples />}
      {uploads.length > 0 && (
        <UploadList uploads={uploads} locked={busy} onDrop={(key) => void act.dropFile(key)} />
      )}
      {state.error && (
        <Notice tone="bad" title="That did not work" live>
          <p>{state.error}</p>
        </Notice>
      )}
      {doing === "previewing" && !previews && <Skeleton className="h-48" />}
      {previews && (
        <>
          <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <h2 className="text-lg">What rows and columns mean</h2>
            <p className="prose-measure text-sm text-ink-2">
              Guessed from their names and first rows. Change what is wrong; the rows below follow.
            </p>
            <div className="panel panel-padded grid gap-4">
              <ShapeForm
                previews={previews}
                shapes={shapes}
                shape={state.shape}
                disabled={busy}
                onChoose={act.chooseShape}
              />
              <MappingForm previews={previews} mapping={mapping} disabled={busy} onMap={act.map} />
              {previews.some((preview) => preview.unmapped.length > 0) && (
                <Checkbox
                  checked={state.keepColumns}
                  disabled={busy}
                  onChange={(event) => act.chooseKeep(event.target.checked)}
                  label="Keep the other columns with the completions of their row"
                  hint="For exports and the API; whoever judges never sees them."
                />
              )}
            </div>
          </section>
          <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <h2 className="text-lg">The first rows, as they will be understood</h2>
            {previews.map((preview, index) => (
              // Two files may have one name.
              // oxlint-disable-next-line react/no-array-index-key
              <FilePreview key={index} preview={preview} />
            ))}
          </section>
        </>
      )}
      {busy && (
        <RunProgress
          what={doing === "importing" ? "import" : "check"}
          progress={run?.progress ?? null}
          onCancel={() => void act.cancel()}
        />
      )}
      {run?.check && !busy && (
        <section className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-live="polite">
          <h2 className="text-lg">What it will add</h2>
          <CheckPanel check={run.check} />
        </section>
      )}
      {badRows.length > 0 && run && !busy && (
        <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <h2 className="text-lg">Bad rows</h2>
          <BadRowTable rows={badRows} total={run.badRowCount} hrefOf={act.badRowsHref} />
        </section>
      )}
      {run?.check && !busy && rounds.length > 0 && (
        <IntoRound rounds={rounds} round={round} onChoose={setRound} />
      )}
      {run && !busy && (
        <StartBar
          check={run.check}
          status={run.status}
          skip={state.skipBadRows}
          ready={canStart(state)}
          onSkip={act.chooseSkip}
          onCheck={() => void act.check()}
          onStart={() => void act.start(round)}
        />
      )}
    </div>
  )
}
