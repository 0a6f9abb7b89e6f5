import { Badge } from "@/components/ui/badge"
import { Notice } from "@/components/ui/notice"
import type { FilePreview as Preview, PreviewItem } from "@/core/import-view"

/** One file: what it is taken for, what is left out, and its first rows as they will be stored. */
export function FilePreview({ preview }: { preview: Preview }) {
  return (
    <section className="panel panel-padded grid gap-4" aria-label={`Preview of ${preview.file}`}>
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold wrap-anywhere">{preview.file}</h3>
        {preview.container && <Badge>{preview.container.toUpperCase()}</Badge>}
        {preview.shape && <span className="text-sm text-ink-2">{preview.shape}.</span>}
      </header>
      {preview.error && (
        <Notice tone="bad" title="This file is not understood" live>
          <p>{preview.error}</p>
        </Notice>
      )}
      {preview.unmapped.length > 0 && (
        <p className="text-sm text-ink-2">
          Columns left out:{" "}
          <span className="font-mono text-ink wrap-anywhere">{preview.unmapped.join(", ")}</span>
        </p>
      )}
      {preview.items.length > 0 && (
        <ol className="grid gap-5">
          {preview.items.slice(0, 3).map((item) => (
            <li key={item.line}>
              <ItemView item={item} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function ItemView({ item }: { item: PreviewItem }) {
  return (
    <article className="grid gap-3 border-t border-line pt-4" aria-label={`Line ${item.line}`}>
      <div className="min-w-0">
        <p className="mb-1 text-xs font-medium text-ink-3">Line {item.line} · prompt</p>
        <div className="grid gap-1.5">
          {item.prompt.map((message, index) => (
            // Turns have no names; their order is all there is.
            // oxlint-disable-next-line react/no-array-index-key
            <Text key={index} label={message.role} text={message.content} />
          ))}
        </div>
      </div>
      <ul className="grid gap-3 sm:grid-cols-2">
        {item.completions.map((one, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="min-w-0 rounded-control bg-sunken px-3 py-2">
            <p className="mb-1 flex flex-wrap gap-2 text-xs font-medium text-ink-2">
              <span className="font-mono wrap-anywhere">{one.model}</span>
              {item.chosen !== null &&
                (item.chosen === index ? <Badge tone="good">chosen</Badge> : <Badge>rejected</Badge>)}
            </p>
            {one.messages.map((message, turn) => (
              // oxlint-disable-next-line react/no-array-index-key
              <Text key={turn} label={one.messages.length > 1 ? message.role : null} text={message.content} />
            ))}
          </li>
        ))}
      </ul>
    </article>
  )
}

function Text({ label, text }: { label: string | null; text: string }) {
  return (
    <p dir="auto" className="line-clamp-4 text-sm whitespace-pre-wrap wrap-anywhere">
      {label && <span className="me-2 text-ink-3">{label}</span>}
      {text.trim() === "" ? <span className="text-ink-3 italic">empty answer</span> : text}
    </p>
  )
}
