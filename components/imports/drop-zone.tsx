"use client"

import { FileUp } from "lucide-react"
import { useId, useState } from "react"
import { buttonStyle } from "@/components/ui/button-style"
import { cx } from "@/components/ui/cx"

/** Files are dropped here, or chosen; the input is a real one, so keyboard and screen reader work. */
export function DropZone({
  disabled,
  compact,
  onFiles,
}: {
  disabled: boolean
  compact: boolean
  onFiles: (files: readonly File[]) => void
}) {
  const id = useId()
  const [over, setOver] = useState(false)
  return (
    // Dropping is a convenience for the mouse; the button inside does the same for everybody.
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!disabled) onFiles([...event.dataTransfer.files])
      }}
      className={cx(
        "flex flex-wrap items-center gap-x-5 gap-y-3 rounded-panel border border-dashed px-5 transition-colors",
        compact ? "py-4" : "py-10 sm:justify-center",
        over ? "border-accent bg-accent-soft" : "border-line-strong bg-surface",
      )}
    >
      <FileUp aria-hidden className="size-6 shrink-0 text-ink-3" />
      <div className="min-w-0 grow basis-56 sm:basis-auto sm:grow-0">
        <p className="font-medium">{compact ? "Add another file" : "Drop files here"}</p>
        <p className="text-sm text-ink-2">
          JSONL, JSON, CSV, TSV or Parquet, plain, as .gz, .zst or in a ZIP; of any size.
        </p>
      </div>
      <input
        id={id}
        type="file"
        multiple
        disabled={disabled}
        accept=".jsonl,.ndjson,.json,.csv,.tsv,.tab,.parquet,.gz,.zst,.zip"
        className="peer sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ""
        }}
      />
      <label
        htmlFor={id}
        className={cx(
          buttonStyle(compact ? "secondary" : "primary"),
          "cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent",
          "peer-disabled:cursor-not-allowed peer-disabled:opacity-55",
        )}
      >
        Choose files
      </label>
    </div>
  )
}
