import { MarkedText } from "@/components/annotate/screen/marked-text"
import { plural } from "@/components/projects/figures"
import type { TaskAnswer, TaskAssignment } from "@/core/lists/task-detail"
import type { FlagLabels } from "@/core/protocol"
import type { Span } from "@/core/text-mask"

type Flag = TaskAnswer["flags"][number]

/** A text as it was written, with all words that people marked in it; folded until somebody asks. */
export function MarkedWords({
  raw,
  position,
  assignments,
  labels,
}: {
  /** The last message of the text. */
  raw: string
  position: number
  assignments: readonly TaskAssignment[]
  labels: FlagLabels
}) {
  const marks = assignments
    .flatMap(({ answers }) => answers.at(-1)?.flags ?? [])
    .flatMap((flag) => {
      const span = flag.position === position ? spanOf(flag) : null
      return span ? [{ mark: { span }, label: labels.get(flag.type) ?? flag.type }] : []
    })
  if (marks.length === 0) return null
  return (
    <details className="mt-4 border-t border-line pt-3">
      <summary className="inline-flex min-h-8 items-center rounded-md text-sm text-accent hover:underline pointer-coarse:min-h-11">
        {plural(marks.length, "passage", "passages")} marked: show in the text
      </summary>
      <p className="mt-1 mb-2 text-sm text-ink-3">As it was written, with the words that people marked.</p>
      <MarkedText raw={raw} marks={marks} />
    </details>
  )
}

/** The words that one answer marked, each as what and with what was said. */
export function MarkedList({
  flags,
  raws,
  labels,
}: {
  flags: readonly Flag[]
  /** The last message of each text. */
  raws: ReadonlyMap<number, string>
  labels: FlagLabels
}) {
  const marked = flags.flatMap((flag) => {
    const span = spanOf(flag)
    return span && flag.position !== null ? [{ ...flag, position: flag.position, span }] : []
  })
  if (marked.length === 0) return null
  return (
    <ul aria-label="Marked words" className="mt-1.5 grid gap-1">
      {marked.map(({ id, type, position, comment, span }) => (
        <li key={id} className="wrap-anywhere">
          <span className="text-bad">{labels.get(type) ?? type}</span>{" "}
          <span className="text-ink-3">in text {position + 1}:</span>{" "}
          <q dir="auto" className="whitespace-pre-line text-ink">
            {(raws.get(position) ?? "").slice(span.start, span.end)}
          </q>
          {comment && (
            <span dir="auto" className="block ps-4 whitespace-pre-wrap text-ink-2">
              {comment}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function spanOf({ spanStart, spanEnd }: Flag): Span | null {
  return spanStart === null || spanEnd === null ? null : { start: spanStart, end: spanEnd }
}
