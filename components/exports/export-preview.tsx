import type { PreviewState } from "@/components/exports/use-export-preview"
import { toBytesText } from "@/components/exports/bytes-text"
import { FirstRows } from "@/components/exports/first-rows"
import { Notice } from "@/components/ui/notice"
import { Stat, StatRow } from "@/components/ui/stat"
import type { ExportPreviewView } from "@/core/exports/export-view"

/** What the export would hold right now: rows, what is left out and why, and the first rows. */
export function ExportPreview({
  state,
  reasons,
}: {
  state: PreviewState
  reasons: Readonly<Record<string, string>>
}) {
  const preview = state.kind === "ready" ? state.preview : state.kind === "counting" ? state.last : null
  return (
    <section
      aria-label="What the export will hold"
      aria-busy={state.kind === "counting"}
      className="panel grid min-w-0 grid-cols-1 gap-6 p-5 sm:p-6"
    >
      <p role="status" className={state.kind === "counting" ? "text-sm text-ink-2" : "sr-only"}>
        {state.kind === "counting" ? "Counting …" : state.kind === "ready" ? summaryOf(state.preview) : ""}
      </p>
      {state.kind === "failed" && (
        <Notice tone="bad" live>
          {state.message}
        </Notice>
      )}
      {preview && (
        <div
          className={
            state.kind === "counting" ? "grid grid-cols-1 gap-6 opacity-60" : "grid grid-cols-1 gap-6"
          }
        >
          <Rows preview={preview} />
          {preview.notes.length > 0 && (
            <Notice tone="warn">
              {preview.notes.map((note) => (
                <p key={note}>{note}</p>
              ))}
            </Notice>
          )}
          <Reasons title="Judged, but without a row" found={preview.counts.skipped} reasons={reasons} />
          <Reasons
            title="Annotations that do not count"
            found={preview.counts.annotations.left_out}
            reasons={reasons}
          />
          <FirstRows rows={preview.firstRows} />
        </div>
      )}
    </section>
  )
}

function Rows({ preview }: { preview: ExportPreviewView }) {
  const { counts, bytes } = preview
  return (
    <StatRow>
      <Stat label="Rows" value={number(totalOf(preview))} note={splitsText(preview)} />
      <Stat
        label="Annotations counted"
        value={number(counts.annotations.counted)}
        note={`of ${number(counts.annotations.read)} revisions`}
      />
      <Stat label="Size" value={toBytesText(bytes)} note="before compression" />
    </StatRow>
  )
}

function Reasons({
  title,
  found,
  reasons,
}: {
  title: string
  found: Readonly<Record<string, number>>
  reasons: Readonly<Record<string, string>>
}) {
  const rows = Object.entries(found)
  if (rows.length === 0) return null
  return (
    <div>
      <h2 className="mb-1 text-base">{title}</h2>
      <dl className="text-sm">
        {rows.map(([reason, n]) => (
          <div
            key={reason}
            className="flex items-baseline justify-between gap-4 border-b border-line py-1.5 last:border-b-0"
          >
            <dt className="text-ink-2">{reasons[reason] ?? reason}</dt>
            <dd className="figures">{number(n)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function totalOf({ counts }: ExportPreviewView): number {
  return Object.values(counts.rows).reduce(
    (sum, splits) => sum + Object.values(splits).reduce((inner, n) => inner + n, 0),
    0,
  )
}

function splitsText({ counts }: ExportPreviewView): string {
  const splits = new Map<string, number>()
  for (const rows of Object.values(counts.rows)) {
    for (const [split, n] of Object.entries(rows)) splits.set(split, (splits.get(split) ?? 0) + n)
  }
  return [...splits].map(([split, n]) => `${number(n)} ${split}`).join(" · ")
}

function summaryOf(preview: ExportPreviewView): string {
  return `${number(totalOf(preview))} rows: ${splitsText(preview) || "nothing to export yet"}`
}

function number(n: number): string {
  return n.toLocaleString("en")
}
