import type { ParsedItem, VerdictItem } from "@/core/annotate/wire"
import { DiptychError } from "@/core/errors"
import type { Span } from "@/core/text-mask"
import { applyMask, toStoredSpan } from "@/core/text-mask"
import type { Annotator } from "@/server/data/annotator"
import type { LastText } from "@/server/data/last-texts"
import { listLastTexts } from "@/server/data/last-texts"

type Flag = VerdictItem["flags"][number]

/**
 * Marked words in terms of the stored text. The page counts in the text it was given, in which parts may
 * have been replaced by placeholders, and which of them may have changed since; the words it cut out tell.
 */
export async function toStoredMarks(who: Annotator, item: ParsedItem): Promise<ParsedItem> {
  if (item.kind !== "verdict" || item.flags.every((flag) => flag.span === null)) return item
  const texts = await listLastTexts(who, item.token)
  // Not a task of theirs: whoever looks for it says so.
  if (texts.length === 0) return item
  return { ...item, flags: item.flags.map((flag) => toStored(flag, texts)) }
}

function toStored(flag: Flag, texts: readonly LastText[]): Flag {
  if (flag.span === null || flag.panel === null) return flag
  const text = texts[flag.panel]
  const span = text && spanIn(text, flag.span)
  if (!span) throw new DiptychError("INVALID_INPUT", "The marked words are not in the text.")
  return { ...flag, span }
}

function spanIn({ messages, masks }: LastText, marked: NonNullable<Flag["span"]>): Span | null {
  const last = messages.length - 1
  for (const mask of [...masks, []]) {
    const shown = applyMask(messages, mask)[last]?.content ?? ""
    const words = shown.slice(marked.start, marked.end)
    const fits = marked.end <= shown.length && words === (marked.words ?? words)
    if (!fits) continue
    const span = toStoredSpan(marked, mask, last)
    if (span.start < span.end) return span
  }
  return null
}
