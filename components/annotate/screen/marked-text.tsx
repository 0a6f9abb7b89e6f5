import type { Mark } from "@/core/annotate/draft"
import { toPieces } from "@/core/annotate/mark-words"
import type { Span } from "@/core/text-mask"

/** Marked words and what they are marked as. */
export type NamedMark = { readonly mark: Mark; readonly label: string }
/** As much of it as the text shows. */
export type ShownMark = { readonly mark: Pick<Mark, "span">; readonly label: string }

/**
 * A text letter by letter with its marked words. What they are marked as is generated content: the text
 * of the element is the raw text and nothing else, so that places in the one are places in the other.
 */
export function MarkedText({
  raw,
  marks,
  chosen = null,
}: {
  raw: string
  marks: readonly ShownMark[]
  /** Words that are being chosen. */
  chosen?: Span | null
}) {
  const spans = [...marks.map(({ mark }) => mark.span), ...(chosen ? [chosen] : [])]
  return (
    <div dir="auto" className="raw-text">
      {toPieces(raw, spans).map((piece) => {
        const marked = piece.marks.some((place) => place < marks.length)
        // Marked as the same by several people: named once.
        const label = [...new Set(piece.ends.flatMap((place) => marks[place]?.label ?? []))].join(", ")
        const Piece = marked ? "mark" : "span"
        return (
          <Piece
            key={piece.start}
            {...(marked && { className: "flagged", "data-label": label || undefined })}
            data-chosen={piece.marks.includes(marks.length) || undefined}
          >
            {raw.slice(piece.start, piece.end)}
          </Piece>
        )
      })}
    </div>
  )
}
