import { ArrowLeft } from "lucide-react"
import Link from "next/link"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import type { Keymap } from "@/core/annotate/keymap"

/** A thin line: where one is, how much waits, the way back, and the windows. */
export function DeskBar({
  project,
  waiting,
  keymap,
  onOpen,
}: {
  project: { readonly slug: string; readonly name: string }
  waiting: number | null
  keymap: Keymap
  onOpen: (panel: "guidelines" | "help") => void
}) {
  return (
    <header className="top">
      <div className="top-line">
        <Link
          href={`/projects/${project.slug}/adjudicate`}
          className="tool -ms-2"
          aria-label="Back to the list"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <h1 className="top-name" dir="auto">
          {project.name}
        </h1>
        <p className="progress-words" data-testid="waiting">
          {waiting === null
            ? "Rulings"
            : waiting === 1
              ? "1 task waits for a ruling"
              : `${waiting} tasks wait for a ruling`}
        </p>
        <div className="top-end">
          <button type="button" className="tool" onClick={() => onOpen("guidelines")}>
            <KeyCap strokes={keymap.guidelines} />
            Guidelines
          </button>
          <button type="button" className="tool" aria-label="Keys" onClick={() => onOpen("help")}>
            <KeyCap strokes={keymap.help.length > 0 ? keymap.help : ["?"]} />
          </button>
        </div>
      </div>
      <div className="top-bar" aria-hidden />
    </header>
  )
}
