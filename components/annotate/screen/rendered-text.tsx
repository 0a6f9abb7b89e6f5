import { memo } from "react"
import type { ShownMark } from "@/components/annotate/screen/marked-text"
import { MarkedText } from "@/components/annotate/screen/marked-text"
import type { WireText } from "@/core/annotate/wire"
import type { DiffRun } from "@/core/annotate/word-diff"

export type TextView =
  | { readonly mode: "html" }
  | { readonly mode: "raw" }
  | { readonly mode: "diff"; readonly runs: readonly DiffRun[] }
  | { readonly mode: "marks"; readonly marks: readonly ShownMark[] }

/** One text as the person wants to see it. Holds the text and nothing else. */
export const RenderedText = memo(function RenderedText({ text, view }: { text: WireText; view: TextView }) {
  if (view.mode === "raw") {
    return (
      <div dir="auto" className="raw-text">
        {text.raw}
      </div>
    )
  }
  if (view.mode === "marks") return <MarkedText raw={text.raw} marks={view.marks} />
  if (view.mode === "diff") {
    return (
      <div dir="auto" className="raw-text">
        {view.runs.map((run, index) => {
          const Run = run.same || run.text.trim() === "" ? "span" : "mark"
          // Runs have no name but their place, and never change order.
          // oxlint-disable-next-line react/no-array-index-key
          return <Run key={index}>{run.text}</Run>
        })}
      </div>
    )
  }
  // Sanitised on the server (server/render): an allow-list of tags and attributes, no remote loads.
  // The browser carries no Markdown, LaTeX or highlighting library, so HTML is how the text comes.
  // oxlint-disable-next-line react/no-danger
  return <div dir="auto" className="rendered" dangerouslySetInnerHTML={{ __html: text.html }} />
})
