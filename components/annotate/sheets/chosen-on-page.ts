import type { TaskPage } from "@/components/annotate/store/database"
import { lastText } from "@/components/annotate/store/database"
import { findOnce, rangeBetween, spanOfRange, toWordSpans } from "@/core/annotate/mark-words"
import type { Span } from "@/core/text-mask"

/**
 * What the person had chosen with the pointer in a text of the page: in which text, and the words where
 * they stand exactly once in its source. Null = nothing, or not in one text.
 */
export function chosenOnPage(page: TaskPage): { panel: number; span: Span | null } | null {
  const chosen = document.getSelection()
  if (!chosen || chosen.isCollapsed) return null
  const [from, to] = [panelOf(chosen.anchorNode), panelOf(chosen.focusNode)]
  if (from === null || from !== to || from >= page.task.panels.length) return null
  const raw = lastText(page, from)
  const found = findOnce(raw, chosen.toString())
  const words = toWordSpans(raw)
  const range = found && rangeBetween(words, found.start, found.end)
  return { panel: from, span: range && spanOfRange(words, range) }
}

function panelOf(node: Node | null): number | null {
  const element = node instanceof Element ? node : node?.parentElement
  const panel = element?.closest<HTMLElement>(".layer[data-active='true'] [data-text]")?.dataset["text"]
  return panel === undefined ? null : Number(panel)
}
