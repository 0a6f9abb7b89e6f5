import { RenderedText } from "@/components/annotate/screen/rendered-text"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import type { TextView } from "@/components/annotate/screen/rendered-text"
import { looksLikeCode } from "@/core/annotate/turn-look"
import type { WireText, WireTurn } from "@/core/annotate/wire"

const noMarks: readonly NamedMark[] = []
const rawView: TextView = { mode: "raw" }
const htmlView: TextView = { mode: "html" }

/** One turn: Markdown, or letter by letter where it was written for a machine. */
export function TurnText({
  turn,
  text,
  raw,
  marks = noMarks,
}: {
  turn: WireTurn
  text: WireText
  raw: boolean
  /** With marked words a text is shown letter by letter too, which is how they were chosen. */
  marks?: readonly NamedMark[] | undefined
}) {
  const letters: TextView = marks.length > 0 ? { mode: "marks", marks } : rawView
  if (looksLikeCode(turn.role, text.raw)) {
    return (
      <div className="code-turn">
        <RenderedText text={text} view={letters} />
      </div>
    )
  }
  return <RenderedText text={text} view={raw || marks.length > 0 ? letters : htmlView} />
}
