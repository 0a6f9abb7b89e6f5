import { RenderedText } from "@/components/annotate/screen/rendered-text"
import type { TextView } from "@/components/annotate/screen/rendered-text"
import { looksLikeCode } from "@/core/annotate/turn-look"
import type { WireText, WireTurn } from "@/core/annotate/wire"

const rawView: TextView = { mode: "raw" }
const htmlView: TextView = { mode: "html" }

/** One turn: Markdown, or letter by letter where it was written for a machine. */
export function TurnText({ turn, text, raw }: { turn: WireTurn; text: WireText; raw: boolean }) {
  if (looksLikeCode(turn.role, text.raw)) {
    return (
      <div className="code-turn">
        <RenderedText text={text} view={rawView} />
      </div>
    )
  }
  return <RenderedText text={text} view={raw ? rawView : htmlView} />
}
